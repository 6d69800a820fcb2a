import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { foldIn, permutation } from '@gnp/random';
import { median, quantile } from './statistics.js';

const options = {
  model: { type: 'string', default: 'resnet8' },
  batch: { type: 'string', default: '64' },
  epochs: { type: 'string', default: '5' },
  rounds: { type: 'string', default: '9' },
  backend: { type: 'string', default: 'auto' },
} as const;

const contenders = ['loop by hand', 'trainer', 'with a run folder'];
const program = fileURLToPath(new URL('measure-loop.js', import.meta.url));

/**
 * `npm run bench -- loop`: epochs of the digits by the trainer, bare and with the run folder that `gnp train`
 * fills, beside the same epochs by a program's own loop of nothing but the gradient and the optimizer.
 */
export function benchLoop(args: readonly string[]): void {
  const { values } = parseArgs({ args: [...args], options });
  const { model, batch, epochs, rounds, backend } = values;
  const times = contenders.map((): number[] => []);
  for (let round = 0; round < Number(rounds); round++) {
    for (const i of permutation(contenders.length, foldIn(0, 'order', round))) {
      const settings = [program, contenders[i], model, batch, epochs, backend];
      times[i].push(Number(execFileSync(process.execPath, settings, { encoding: 'utf8' })));
    }
  }
  console.log(`${model} on digits, batch ${batch}, ${epochs} epochs, backend ${backend}\n`);
  contenders.forEach((name, i) => {
    const ratios = times[i].map((ms, round) => ms / times[0][round]);
    const [low, high] = [0.25, 0.75].map((q) => quantile(ratios, q).toFixed(2));
    const perStep = median(times[i]).toFixed(2);
    console.log(
      `${name.padEnd(18)} ${perStep} ms a step  ${median(ratios).toFixed(2)}× [${low}–${high}]`,
    );
  });
}
