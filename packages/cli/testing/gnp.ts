import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../src/index.js';
import { readMetrics } from '@gnp/trainer/node';
import type { MetricsLine } from '@gnp/trainer';

/** A new folder. */
export const temporary = () => mkdtempSync(join(tmpdir(), 'gnp-'));

/** Runs a command in this process, and catches what it prints. */
export async function gnp(...args: string[]) {
  const printed = { out: '', err: '' };
  const spies = [
    jest.spyOn(console, 'log').mockImplementation((text) => void (printed.out += `${text}\n`)),
    jest.spyOn(console, 'error').mockImplementation((text) => void (printed.err += `${text}\n`)),
    jest.spyOn(process.stderr, 'write').mockImplementation((text) => {
      printed.err += text;
      return true;
    }),
    jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
      printed.out += text;
      return true;
    }),
  ];
  try {
    return { status: await run(args), ...printed };
  } finally {
    spies.forEach((spy) => spy.mockRestore());
  }
}

/** The quickstart on few images: a second or two. */
export const small = [
  '--set=dataset.trainImages=96',
  '--set=batchSize=32',
  '--set=logEverySteps=2',
];

/** Trains the quickstart on few images, two epochs, into a folder. */
export const train = (dir: string, ...more: string[]) =>
  gnp('train', 'quickstart', '--working-dir', dir, ...small, '--set=epochs=2', ...more);

const isTime = (key: string) => key === 'imagesPerSecond' || key.endsWith('Ms');

/** The metrics of a run but for times and speeds. */
export const numbers = (dir: string) =>
  readMetrics(join(dir, 'metrics.jsonl')).map(
    (line) =>
      Object.fromEntries(
        Object.entries(line).filter(([key]) => !isTime(key)),
      ) as unknown as MetricsLine,
  );
