import type { Callback } from './callback.js';

/**
 * Prints a line after each epoch: losses, error rates, images a second.
 *
 * @param print what takes the line. Default `console.log`
 */
export function printEpochs(print: (line: string) => void = console.log): Callback {
  let parts: string[] = [];
  const percent = (share: number) => `${(100 * share).toFixed(2)} %`;
  return {
    name: 'printEpochs',
    onMetrics(_, { split, loss, errorRate, imagesPerSecond }) {
      const figures = `${split} loss ${loss.toPrecision(4)}, error ${percent(errorRate)}`;
      if (split === 'test') parts.push(figures);
      else parts = [`${figures}, ${Number(imagesPerSecond).toFixed(0)} images/s`];
    },
    onEpochEnd({ state, epochs }) {
      print(`epoch ${state.epoch}/${epochs}: ${parts.join('; ')}`);
    },
  };
}
