import type { Options } from '@gnp/options';

/** Options as `--json` prints them; one without a default is needed, or may be left out. */
export const optionRecords = (options: Options) =>
  Object.entries(options).map(([name, { kind, needed, default: value, meaning }]) => ({
    ...{ name, kind, needed, meaning },
    ...(value !== undefined && { default: value }),
  }));
