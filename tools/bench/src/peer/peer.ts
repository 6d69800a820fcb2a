import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { compare } from './compare.js';
import type { Comparison, Setting } from './compare.js';
import { findPython } from './find-python.js';

const models = ['wideresnet-16-4', 'resnet18', 'vit-ti16'];
const precisions = ['f32', 'bf16'];

/** `npm run bench -- peer`: GNP steps beside PyTorch's, in one interleaved run. */
export async function peerBench(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      models: { type: 'string', default: models.join(',') },
      precisions: { type: 'string', default: precisions.join(',') },
      rounds: { type: 'string', default: '7' },
      batch: { type: 'string', default: '128' },
      threads: { type: 'string', default: String(availableParallelism()) },
      json: { type: 'string' },
    },
  });
  const python = findPython('torch');
  if (!python) {
    console.log('PyTorch was not found (Debian: apt-get install python3-torch): our side alone.\n');
  }
  const [rounds, batch, threads] = [values.rounds, values.batch, values.threads].map(Number);
  const results: Comparison[] = [];
  for (const model of values.models.split(',')) {
    for (const precision of values.precisions.split(',') as Setting['precision'][]) {
      const result = await compare({ model, precision, batch, threads, rounds }, python);
      results.push(result);
      console.log(describe(result));
    }
  }
  if (values.json) writeFileSync(values.json, `${JSON.stringify(results, null, 2)}\n`);
}

/** A few lines for people. */
export function describe(result: Comparison): string {
  const { model, precision, batch, parameters, ours, peer, ratio, gigaflops } = result;
  const range = ([lower, middle, upper]: readonly number[]) =>
    `${middle.toFixed(2)} [${lower.toFixed(2)}–${upper.toFixed(2)}]`;
  const side = ({ version, imagesPerSecond, milliseconds, peakMebibytes, loss }: typeof ours) =>
    `  ${version.padEnd(28)} ${imagesPerSecond.toFixed(1).padStart(6)} images/s  ` +
    `${milliseconds.toFixed(0).padStart(5)} ms  ${peakMebibytes.toFixed(0).padStart(5)} MiB  ` +
    `loss ${loss.toFixed(3)}`;
  const share = (100 * gigaflops) / ours.matmulGigaflops;
  return [
    `${model} ${precision}, batch ${batch}, ${parameters.toLocaleString('en')} parameters`,
    side(ours),
    ...(peer ? [side(peer)] : []),
    ...(ratio ? [`  ratio ${range(ratio)} (median and quartiles over rounds)`] : []),
    `  ${gigaflops.toFixed(0)} GFLOP/s, ${share.toFixed(0)}% of a large matrix product's ` +
      `${ours.matmulGigaflops.toFixed(0)}; GNP step over plain step ${range(result.gnpOverPlain)}`,
    '',
  ].join('\n');
}
