import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { foldIn, permutation } from '@gnp/random';
import { median, quantile } from '../statistics.js';
import { Driver } from './driver.js';

/** What is compared: a network in a precision. */
export interface Setting {
  readonly model: string;
  readonly precision: 'f32' | 'bf16';
  readonly batch: number;
  readonly threads: number;
  readonly rounds: number;
}

/** One side's figures. */
interface Side {
  readonly version: string;
  /** Medians of a GNP step. */
  readonly milliseconds: number;
  readonly imagesPerSecond: number;
  readonly peakMebibytes: number;
  /** Operations a second of a large matrix product, in 1e9. */
  readonly matmulGigaflops: number;
  /** Of the first measured step, for a check that both train. */
  readonly loss: number;
}

/** The figures of a comparison. */
export interface Comparison extends Setting {
  readonly parameters: number;
  readonly ours: Side;
  /** Missing where PyTorch is not installed. */
  readonly peer?: Side;
  /** Peer's time over ours, round by round: median and quartiles. */
  readonly ratio?: readonly [lower: number, median: number, upper: number];
  /** Of convolutions and matrix products, in 1e9 a second. */
  readonly gigaflops: number;
  /** A GNP step over a plain step: median and quartiles. */
  readonly gnpOverPlain: readonly [lower: number, median: number, upper: number];
}

interface Step {
  readonly milliseconds: number;
  readonly loss: number;
}

interface Built {
  readonly parameters: number;
  readonly version: string;
}

const pathTo = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
const warmUpSteps = 2;

/**
 * Trains on both sides in turns, each in a process of its own that waits while the other works, so that
 * a disturbance of the machine meets both alike.
 *
 * @param python the interpreter with PyTorch; none measures our side alone
 * @throws Error if a side fails, or the networks differ in their number of parameters
 */
export async function compare(setting: Setting, python: string | undefined): Promise<Comparison> {
  const { model, precision, batch, threads, rounds } = setting;
  const args = [model, precision, String(batch), String(threads)];
  const sides = [new Driver('our side', process.execPath, [pathTo('./our-step.js'), ...args])];
  if (python) {
    const script = pathTo('../../peers/torch_step.py');
    sides.push(new Driver('the peer', python, [script, ...args], peerEnvironment()));
  }
  try {
    const built: Built[] = [];
    const times: number[][] = sides.map(() => []);
    const plain: number[] = [];
    for (const side of sides) {
      built.push(await side.ask<Built>());
      for (let i = 0; i < warmUpSteps; i++) await side.ask<Step>('gnp');
    }
    checkSame(built);
    const { operations } = await sides[0].ask<{ operations: number }>('operations');
    const losses: number[] = [];
    for (let round = 0; round < rounds; round++) {
      for (const i of permutation(sides.length, foldIn(0, 'order', round))) {
        const { milliseconds, loss } = await sides[i].ask<Step>('gnp');
        times[i].push(milliseconds);
        losses[i] ??= loss;
      }
      plain.push((await sides[0].ask<Step>('plain')).milliseconds);
    }
    const figures: Side[] = [];
    for (const [i, side] of sides.entries()) {
      const { mebibytes } = await side.ask<{ mebibytes: number }>('memory');
      const { rate } = await side.ask<{ rate: number }>('rate');
      const milliseconds = median(times[i]);
      figures.push({
        version: built[i].version,
        milliseconds,
        imagesPerSecond: (1000 * batch) / milliseconds,
        peakMebibytes: mebibytes,
        matmulGigaflops: rate / 1e9,
        loss: losses[i],
      });
    }
    const [ours, peer] = figures;
    return {
      ...setting,
      parameters: built[0].parameters,
      ours,
      ...(peer && { peer, ratio: spread(times[1].map((ms, i) => ms / times[0][i])) }),
      gigaflops: operations / ours.milliseconds / 1e6,
      gnpOverPlain: spread(times[0].map((ms, i) => ms / plain[i])),
    };
  } finally {
    for (const side of sides) side.stop();
  }
}

/**
 * PyTorch's f32 matrix products are those of the system's BLAS. OpenBLAS may not know a processor newer
 * than itself and take its oldest code, several times slower: it is told what to use.
 */
function peerEnvironment(): NodeJS.ProcessEnv {
  const wide = readFileSync('/proc/cpuinfo', 'utf8').includes('avx512f');
  return wide ? { OPENBLAS_CORETYPE: process.env.OPENBLAS_CORETYPE ?? 'SKYLAKEX' } : {};
}

/** @throws Error unless all networks have the same number of parameters */
export function checkSame(built: readonly Built[]): void {
  const [first, ...others] = built;
  for (const { parameters, version } of others) {
    if (parameters === first.parameters) continue;
    throw new Error(
      `The networks differ: ${first.parameters} parameters (${first.version}) against ` +
        `${parameters} (${version}).`,
    );
  }
}

const spread = (values: readonly number[]) =>
  [quantile(values, 0.25), median(values), quantile(values, 0.75)] as const;
