import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { describeBackends } from '@gnp/backends';
import { foldIn, permutation } from '@gnp/random';
import { median, quantile } from '../statistics.js';
import { Driver } from './driver.js';

const program = fileURLToPath(new URL('./our-step.js', import.meta.url));
const warmUpSteps = 2;

/**
 * `npm run bench -- backends`: GNP steps in f32 on each backend that is there, with the same number of
 * threads, each in a process of its own; they take their steps in turns, in random order.
 */
export async function benchBackends(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      model: { type: 'string', default: 'wideresnet-16-4' },
      batch: { type: 'string', default: '32' },
      rounds: { type: 'string', default: '9' },
      threads: { type: 'string', default: String(availableParallelism()) },
    },
  });
  const threads = Number(values.threads);
  const found = await describeBackends();
  const names = found
    .filter(
      ({ name, available }) => available && name !== 'cpu' && (name !== 'wasm' || threads === 1),
    )
    .map(({ name }) => name);
  const sides = names.map((name) => {
    const setting = [values.model, 'f32', values.batch, values.threads, name];
    return new Driver(name, process.execPath, [program, ...setting]);
  });
  const times: number[][] = sides.map(() => []);
  const memory: number[] = [];
  try {
    for (const side of sides) {
      await side.ask();
      for (let i = 0; i < warmUpSteps; i++) await side.ask('gnp');
    }
    for (let round = 0; round < Number(values.rounds); round++) {
      for (const i of permutation(sides.length, foldIn(0, 'order', round))) {
        times[i].push((await sides[i].ask<{ milliseconds: number }>('gnp')).milliseconds);
      }
    }
    for (const side of sides)
      memory.push((await side.ask<{ mebibytes: number }>('memory')).mebibytes);
  } finally {
    for (const side of sides) side.stop();
  }
  console.log(`${values.model} f32, batch ${values.batch}, ${threads} threads; GNP steps`);
  const fastest = times.reduce((best, one) => (median(one) < median(best) ? one : best));
  for (const [i, name] of names.entries()) {
    const ratios = times[i].map((ms, round) => ms / fastest[round]);
    const [lower, middle, upper] = [0.25, 0.5, 0.75].map((q) => quantile(ratios, q).toFixed(2));
    const speed = (1000 * Number(values.batch)) / median(times[i]);
    console.log(
      `  ${name.padEnd(12)} ${speed.toFixed(1).padStart(7)} images/s  ${median(times[i]).toFixed(0).padStart(6)} ms  ` +
        `${memory[i].toFixed(0).padStart(5)} MiB  ${middle} [${lower}–${upper}] of the fastest's time`,
    );
  }
}
