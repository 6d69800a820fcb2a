import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { StepTimes } from './measure-step.js';

const settings = [
  { model: 'resnet8', size: 8, channels: 1, batch: 64, rounds: 15 },
  { model: 'resnet8', size: 32, channels: 3, batch: 64, rounds: 5 },
];
const child = fileURLToPath(new URL('./measure-step.js', import.meta.url));

/** Training on wasm with the missing kernels only and with all of @gnp/backends, in turns. */
export function benchTrainStep(repeats = 3): void {
  console.log('one training step on wasm, one thread; medians, spread over repeats in brackets\n');
  for (const setting of settings) {
    const { model, size, channels, batch } = setting;
    const runs: Record<'missing' | 'all', StepTimes[]> = { missing: [], all: [] };
    for (let i = 0; i < repeats; i++) {
      for (const kernels of ['missing', 'all'] as const)
        runs[kernels].push(measure(kernels, setting));
    }
    console.log(`${model}, ${size}×${size}×${channels}, batch ${batch}`);
    for (const kernels of ['missing', 'all'] as const)
      console.log(describe(kernels, runs[kernels], batch));
    const speedup = medianOf(runs.missing, (t) => t.gnpMs) / medianOf(runs.all, (t) => t.gnpMs);
    console.log(`  GNP step ${speedup.toFixed(1)}× as fast with all kernels\n`);
  }
}

function measure(
  kernels: string,
  { model, size, channels, batch, rounds }: (typeof settings)[0],
): StepTimes {
  const args = [child, kernels, model, size, channels, batch, rounds].map(String);
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' })) as StepTimes;
}

function describe(kernels: string, runs: StepTimes[], batch: number): string {
  const of = (f: (t: StepTimes) => number) => medianOf(runs, f);
  const speeds = runs.map(({ gnpMs }) => (1000 * batch) / gnpMs).sort((a, b) => a - b);
  const spread = `${speeds[0].toFixed(0)}–${speeds.at(-1)!.toFixed(0)}`;
  return [
    `  ${kernels === 'all' ? 'all kernels ' : 'missing only'}`,
    `plain ${((1000 * batch) / of((t) => t.plainMs)).toFixed(0)} images/s`,
    `GNP ${((1000 * batch) / of((t) => t.gnpMs)).toFixed(0)} images/s [${spread}]`,
    `GNP/plain ${of((t) => t.gnpMs / t.plainMs).toFixed(2)}`,
    `backward/forward ${of((t) => (t.plainMs - t.forwardMs) / t.forwardMs).toFixed(1)}`,
  ].join('   ');
}

function medianOf(runs: StepTimes[], f: (times: StepTimes) => number): number {
  return runs.map(f).sort((a, b) => a - b)[Math.floor(runs.length / 2)];
}
