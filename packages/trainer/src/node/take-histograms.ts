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
  let waiting: { step: number; tensors: NamedTensorMap }[] = [];
  return {
    /** @param step 1 for the first */
    take(step: number, gradients: NamedTensorMap, state: NamedTensorMap): void {
      if (step % everySteps !== 0) return;
      const tensors = [
        ...Object.entries(gradients).map(
          ([name, tensor]) => [`gradients/${name}`, tensor] as const,
        ),
        ...Object.entries(state)
          .filter(([name]) => name.includes('/')) // not what belongs to all parameters
          .map(([name, tensor]) => [`optimizer/${name}`, tensor] as const),
      ].map(([tag, tensor]) => [tag, keep(clone(tensor))] as const);
      waiting.push({ step, tensors: Object.fromEntries(tensors) });
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
