import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { findOnednn } from '@gnp/backend-onednn';
import type { StepTimes } from './measure-step.js';
import { median } from './statistics.js';

interface Setting {
  readonly model: string;
  readonly size: number;
  readonly channels: number;
  readonly batch: number;
  readonly rounds: number;
  /** The first is what the others are compared with. */
  readonly backends: readonly string[];
}

const ours = ['wasm', ...(findOnednn().available ? ['onednn'] : [])];

/** Stock wasm lacks the gradient of convolutions; 'wasm, missing only' adds no more than that. */
const settings: readonly Setting[] = [
  {
    model: 'mlp',
    ...{ size: 32, channels: 3, batch: 128, rounds: 5 },
    backends: ['stock cpu', 'stock wasm', ...ours],
  },
  {
    model: 'resnet8',
    ...{ size: 8, channels: 1, batch: 16, rounds: 3 },
    backends: ['stock cpu', 'wasm, missing only', ...ours],
  },
  {
    model: 'resnet8',
    ...{ size: 8, channels: 1, batch: 64, rounds: 15 },
    backends: ['wasm, missing only', ...ours],
  },
  {
    model: 'resnet8',
    ...{ size: 32, channels: 3, batch: 64, rounds: 5 },
    backends: ['wasm, missing only', ...ours],
  },
];
const child = fileURLToPath(new URL('./measure-step.js', import.meta.url));

/** `npm run bench -- step`: a training step on each backend, in turns, each in a process of its own. */
export function benchTrainStep(repeats = 3): void {
  console.log(
    'one training step; medians over processes, the range of the GNP speed in brackets\n',
  );
  for (const setting of settings) {
    const { model, size, channels, batch, backends } = setting;
    const runs = new Map<string, StepTimes[]>(backends.map((backend) => [backend, []]));
    for (let i = 0; i < repeats; i++) {
      for (const [backend, times] of runs) times.push(measure(backend, setting));
    }
    console.log(`${model}, ${size}×${size}×${channels}, batch ${batch}`);
    const slowest = median(runs.get(backends[0])!.map(({ gnpMs }) => gnpMs));
    for (const [backend, times] of runs) console.log(describe(backend, times, batch, slowest));
    console.log('');
  }
}

function measure(backend: string, { model, size, channels, batch, rounds }: Setting): StepTimes {
  const args = [child, backend, model, size, channels, batch, rounds].map(String);
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' })) as StepTimes;
}

function describe(backend: string, runs: StepTimes[], batch: number, slowest: number): string {
  const of = (f: (t: StepTimes) => number) => median(runs.map(f));
  const perSecond = (ms: number) => {
    const speed = (1000 * batch) / ms;
    return speed.toFixed(speed < 100 ? 1 : 0);
  };
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
