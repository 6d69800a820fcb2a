import { allRules, around } from '@gnp/core';
import { allAugmentations, allBatchAugmentations } from '@gnp/data';
import { listDatasets, loadDataset } from '@gnp/data/node';
import { createModel, listModels, taskOptions } from '@gnp/models';
import { allOptimizers } from '@gnp/optim';
import { describeDefault, resolveOptions } from '@gnp/options';
import type { Bounds, Option, Options } from '@gnp/options';
import { allSchedules } from '@gnp/warmup';

/** A record, and what checks options against it: what a program calls. */
interface Declared {
  readonly name: string;
  readonly options: Options;
  readonly make: (given: Readonly<Record<string, unknown>>) => unknown;
}

const families = [...new Set(listModels().map(({ options }) => options))].map((options) =>
  listModels().find((model) => model.options === options)!,
);
const aroundOptions = Object.fromEntries(around.map(({ key, option }) => [key, option]));

const declared: Declared[] = [
  ...[...allRules, ...allOptimizers, ...allSchedules].map((record) => ({
    name: record.name,
    options: record.options,
    make: (given: object) => record(given),
  })),
  ...allAugmentations.map(({ name, options }, i) => ({
    ...{ name, options },
    make: (given: object) => (allAugmentations[i] as (given: object) => unknown)(given),
  })),
  ...allBatchAugmentations.map(({ name, options }, i) => ({
    ...{ name, options },
    make: (given: object) =>
      allBatchAugmentations[i]({ ...('classes' in options && { classes: 3 }), ...given }),
  })),
  ...listDatasets().map(({ name, options }) => ({
    ...{ name, options },
    make: (given: object) => loadDataset({ ...given, name }),
  })),
  ...families.map(({ name, options }) => ({
    ...{ name, options: { ...taskOptions, ...options } },
    make: (given: object) => createModel(name, { ...given }),
  })),
  {
    name: 'around',
    options: aroundOptions,
    make: (given) => resolveOptions('around', aroundOptions, given),
  },
];

/** Something that may be given where an option is needed. */
const possible: Readonly<Record<string, unknown>> = {
  ...{ number: 0.1, constant: 0.1, steps: 10, milestones: [1, 2], flag: true, text: '/nowhere' },
};
function needed({ options }: Declared): Record<string, unknown> {
  const entries = Object.entries(options).filter(([, option]) => option.needed);
  return Object.fromEntries(
    entries.map(([name, { kind, words, bounds }]) => [
      name,
      kind === 'choice' ? words[0] : kind === 'constant' && bounds.whole ? 3 : possible[kind],
    ]),
  );
}

/** Values of the right type that an option must refuse. */
function outOfBounds({ kind, bounds, words }: Option): unknown[] {
  if (kind === 'choice') return [`${words[0]}x`];
  if (kind === 'milestones') return [[-1], [1.5], [2, 1]];
  if (kind === 'names') return [[], ['']];
  if (kind === 'text') return [''];
  return ['number', 'constant', 'steps'].includes(kind) ? numbersOutside(bounds) : [];
}

function numbersOutside({ least = -Infinity, above, most, below, whole }: Bounds): number[] {
  return [
    ...[NaN, Infinity],
    ...(Number.isFinite(least) ? [least - 1] : []),
    ...[above, below].filter((limit) => limit !== undefined),
    ...(most === undefined ? [] : [most + 1]),
    ...(whole ? [(Number.isFinite(least) ? least : 0) + 0.5] : []),
  ];
}

/** Nothing that any kind takes. */
const wrongType = (option: Option) =>
  option.kind === 'flag' ? 'yes' : option.kind === 'code' ? undefined : true;

test('there are records of every kind', () => {
  const kinds = new Set(
    declared.flatMap(({ options }) => Object.values(options)).map((o) => o.kind),
  );
  expect(declared.length).toBeGreaterThan(40);
  expect([...kinds].sort()).toEqual([
    ...['choice', 'code', 'constant', 'flag', 'mask', 'milestones', 'names', 'number', 'steps'],
    'text',
  ]);
});

describe.each(declared.map((record) => [record.name, record] as const))('%s', (name, record) => {
  const { options, make } = record;
  const others = needed(record);
  const made = async (given: Readonly<Record<string, unknown>>) => void (await make(given));

  test('takes its own defaults', () => {
    const defaults = Object.entries(options).flatMap(([option, { default: value }]) =>
      value === undefined ? [] : [[option, value]],
    );
    const given = { ...others, ...Object.fromEntries(defaults) } as never;
    expect(() => resolveOptions(name, options, given)).not.toThrow();
    for (const option of Object.values(options)) {
      expect(option.meaning).toMatch(/^\S.{3,}\S$/s);
      expect(describeDefault(option)).not.toBe('');
    }
  });

  test('refuses an option that is unknown, and knows what was meant', async () => {
    await expect(made({ ...others, zzzzzzzzzzzzzz: 1 })).rejects.toThrow(
      `${name} has no option 'zzzzzzzzzzzzzz'.`,
    );
    for (const option of Object.keys(options)) {
      const slip = `${option}${option.at(-1)}`;
      if (slip in options) continue;
      await expect(made({ ...others, [slip]: 1 })).rejects.toThrow(
        `${name} has no option '${slip}'. Did you mean '${option}'?`,
      );
    }
  });

  const cases = Object.entries(options).flatMap(([key, option]) =>
    [wrongType(option), ...outOfBounds(option)]
      .filter((value) => value !== undefined)
      .map((value) => [key, value] as const),
  );
  if (cases.length === 0) return;
  test.each(cases)('refuses %s: %p', async (key, value) => {
    const shown = typeof value === 'string' ? JSON.stringify(value) : [value].flat().at(-1);
    const run = made({ ...others, [key]: value });
    await expect(run).rejects.toThrow(key);
    await expect(run).rejects.toThrow(Array.isArray(value) ? 'must' : `got ${String(shown)}`);
  });
});
