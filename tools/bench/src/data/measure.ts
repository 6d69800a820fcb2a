import { foldIn, permutation } from '@gnp/random';
import { Driver } from '../peer/driver.js';
import { median, quantile } from '../statistics.js';
import type { Setting } from './sides.js';

/** What a side did. */
export interface Measured {
  readonly name: string;
  readonly version: string;
  /** Images a second, round by round. */
  readonly rates: readonly number[];
}

/** Lets the sides load an epoch each in turns, in random order, each in a process that otherwise waits. */
export async function measure({ sides }: Setting, rounds: number): Promise<Measured[]> {
  const drivers = sides.map(({ name, command, args }) => new Driver(name, command, args));
  const rateOf = async (driver: Driver): Promise<number> => {
    const { images, milliseconds } = await driver.ask<{ images: number; milliseconds: number }>(
      'epoch',
    );
    return (1000 * images) / milliseconds;
  };
  try {
    const measured = sides.map(({ name }) => ({ name, version: '', rates: [] as number[] }));
    for (const [i, driver] of drivers.entries()) {
      ({ version: measured[i].version } = await driver.ask<{ version: string }>());
      await rateOf(driver); // threads start, code is compiled, files come into memory
    }
    for (let round = 0; round < rounds; round++) {
      for (const i of permutation(sides.length, foldIn(0, 'order', round))) {
        measured[i].rates.push(await rateOf(drivers[i]));
      }
    }
    return measured;
  } finally {
    for (const driver of drivers) driver.stop();
  }
}

/** A few lines for people: medians over the rounds, with quartiles, and ratios round by round. */
export function describe({ title, over }: Setting, measured: readonly Measured[]): string {
  const base = measured.find(({ name }) => name === over)!;
  const range = (values: readonly number[], digits: number) => {
    const [lower, upper] = [0.25, 0.75].map((q) => quantile(values, q).toFixed(digits));
    return `${median(values).toFixed(digits)} [${lower}–${upper}]`;
  };
  const lines = measured.map(({ name, version, rates }) => {
    const ratios = rates.map((rate, round) => rate / base.rates[round]);
    return `  ${name.padEnd(30)} ${range(rates, 0).padStart(24)} images/s  ${range(ratios, 2)}  ${version}`;
  });
  return [`${title}; ratios over: ${over}`, ...lines, ''].join('\n');
}
