import { describeDefault } from '@gnp/options';
import type { Options } from '@gnp/options';

/** Options for programs; one without a default is needed, or may be left out. */
export const optionRecords = (options: Options) =>
  Object.entries(options).map(([name, { kind, needed, default: value, meaning }]) => ({
    ...{ name, kind, needed, meaning },
    ...(value !== undefined && { default: value }),
  }));

/** Options for people: rows of a table. */
export const optionRows = (options: Options): string[][] =>
  Object.entries(options).map(([name, option]) => [name, describeDefault(option), option.meaning]);
