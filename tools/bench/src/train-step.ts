import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { findOnednn } from '@gnp/backend-onednn';
import type { StepTimes } from './measure-step.js';

const settings = [
  { model: 'resnet8', size: 8, channels: 1, batch: 64, rounds: 15 },
  { model: 'resnet8', size: 32, channels: 3, batch: 64, rounds: 5 },
];
const child = fileURLToPath(new URL('./measure-step.js', import.meta.url));
/** wasm with the missing kernels only, with all of `@gnp/backends`, and the oneDNN library. */
const backends = ['wasm, missing only', 'wasm', ...(findOnednn().available ? ['onednn'] : [])];

/** One training step on each backend, in turns, each time in a process of its own. */
export function benchTrainStep(repeats = 3): void {
  console.log(
    'one training step; medians over processes, the range of the GNP speed in brackets\n',
  );
  for (const setting of settings) {
    const { model, size, channels, batch } = setting;
    const runs = new Map<string, StepTimes[]>(backends.map((backend) => [backend, []]));
    for (let i = 0; i < repeats; i++) {
      for (const [backend, times] of runs) times.push(measure(backend, setting));
    }
    console.log(`${model}, ${size}×${size}×${channels}, batch ${batch}`);
    const slowest = medianOf(runs.get(backends[0])!, ({ gnpMs }) => gnpMs);
    for (const [backend, times] of runs) console.log(describe(backend, times, batch, slowest));
    console.log('');
  }
}

function measure(
  backend: string,
  { model, size, channels, batch, rounds }: (typeof settings)[0],
): StepTimes {
  const args = [child, backend, model, size, channels, batch, rounds].map(String);
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' })) as StepTimes;
}

function describe(backend: string, runs: StepTimes[], batch: number, slowest: number): string {
  const of = (f: (t: StepTimes) => number) => medianOf(runs, f);
  const perSecond = (ms: number) => ((1000 * batch) / ms).toFixed(0);
  const times = runs.map(({ gnpMs }) => gnpMs).sort((a, b) => a - b);
  return [
    `  ${backend.padEnd(18)}`,
    `plain ${perSecond(of((t) => t.plainMs))} images/s`,
    `GNP ${perSecond(of((t) => t.gnpMs))} images/s [${perSecond(times.at(-1)!)}–${perSecond(times[0])}]`,
    `GNP/plain ${of((t) => t.gnpMs / t.plainMs).toFixed(2)}`,
    `backward/forward ${of((t) => (t.plainMs - t.forwardMs) / t.forwardMs).toFixed(1)}`,
    `${(slowest / of((t) => t.gnpMs)).toFixed(1)}×`,
  ].join('   ');
}

function medianOf(runs: StepTimes[], f: (times: StepTimes) => number): number {
  return runs.map(f).sort((a, b) => a - b)[Math.floor(runs.length / 2)];
}
