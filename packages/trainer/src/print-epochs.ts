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
    onMetrics(_, line) {
      const { split, loss, errorRate, imagesPerSecond } = line;
      const figures = `${split} loss ${loss.toPrecision(4)}, error ${percent(errorRate)}`;
      const averaged = line.split === 'test' ? line.averaged?.errorRate : undefined;
      if (averaged !== undefined) parts.push(`${figures} (averaged ${percent(averaged)})`);
      else if (split === 'test') parts.push(figures);
      else parts = [`${figures}, ${Number(imagesPerSecond).toFixed(0)} images/s`];
    },
    onEpochEnd({ state, epochs }) {
      print(`epoch ${state.epoch}/${epochs}: ${parts.join('; ')}`);
    },
  };
}
