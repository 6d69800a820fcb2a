import type * as TensorFlow from '@tensorflow/tfjs-core';
import type { NamedTensorMap } from '@tensorflow/tfjs-core';
import { histogramOf } from './histogram.js';
import type { Histogram } from './histogram.js';

/** What is needed of TensorFlow.js, which programs that only read run folders do without. */
type Kept = Pick<typeof TensorFlow, 'clone' | 'keep' | 'dispose'>;

/**
 * Holds gradients and optimizer states until the device can give their values, which training does not wait for.
 */
export function takeHistograms(everySteps: number, { clone, keep, dispose }: Kept) {
  const kept = (what: string, tensors: NamedTensorMap): NamedTensorMap =>
    Object.fromEntries(
      Object.entries(tensors).map(([name, tensor]) => [`${what}/${name}`, keep(clone(tensor))]),
    );
  let waiting: { step: number; tensors: NamedTensorMap }[] = [];
  return {
    /** @param step 1 for the first */
    take(step: number, gradients: NamedTensorMap, state: NamedTensorMap): void {
      if (step % everySteps !== 0) return;
      waiting.push({
        step,
        tensors: { ...kept('gradients', gradients), ...kept('optimizer', ofParameters(state)) },
      });
    },
    /** The histograms of what has been taken since, by tag. */
    async read() {
      const taken = waiting;
      waiting = [];
      const read: { step: number; histograms: Record<string, Histogram> }[] = [];
      for (const { step, tensors } of taken) {
        const histograms: Record<string, Histogram> = {};
        for (const [tag, tensor] of Object.entries(tensors)) {
          const histogram = histogramOf(await tensor.data());
          if (histogram) histograms[tag] = histogram;
          tensor.dispose();
        }
        read.push({ step, histograms });
      }
      return read;
    },
    discard(): void {
      dispose(waiting.map(({ tensors }) => tensors));
      waiting = [];
    },
  };
}

/** The part of an optimizer's state that parameters have each. */
const ofParameters = (state: NamedTensorMap): NamedTensorMap =>
  Object.fromEntries(Object.entries(state).filter(([name]) => name.includes('/')));
