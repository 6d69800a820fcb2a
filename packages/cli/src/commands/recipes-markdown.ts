import type { z } from 'zod';
import { allAugmentations, allBatchAugmentations } from '@gnp/data';
import { listDatasets } from '@gnp/data/node';
import { taskOptions } from '@gnp/models';
import { allOptimizers } from '@gnp/optim';
import { allSchedules } from '@gnp/warmup';
import { keyInfo } from '../config/option-schema.js';
import {
  augmentationStep,
  batchAugmentationStep,
  configSchema,
  optionalSections,
  sections,
} from '../config/schema.js';
import { markdownTable } from '../terminal/markdown-table.js';

type Keys = Readonly<Record<string, z.ZodType>>;
type Union = { readonly options: readonly { readonly shape: Keys }[] };

/** `gnp recipes --markdown`: every key of a recipe with its type, default and meaning. */
export function recipesMarkdownCommand(): number {
  console.log(recipesMarkdown());
  return 0;
}

function recipesMarkdown(): string {
  const { dataset, optimizer, learningRate, rule } = sections();
  const { shape } = configSchema();
  const optimizers = allOptimizers.map(({ name, title, paper }) => [name, `${title} (${paper})`]);
  return [
    ['### Top level', keyTable(shape)],
    modelSection(),
    [
      '### `dataset`: the images',
      ...records(dataset, 'name', titles(listDatasets(), 'description')),
    ],
    [
      '### Augmentations',
      'A step of `dataset.augmentation` is one of these, with its options.',
      ...records(augmentationStep, 'name', titles(allAugmentations, 'title')),
    ],
    [
      '### Augmentations of batches',
      'A step of `dataset.batchAugmentation` is one of these, with its options.',
      ...records(batchAugmentationStep, 'name', titles(allBatchAugmentations, 'title')),
    ],
    [
      '### `optimizer`: how to move along the gradient',
      ...records(optimizer, 'name', Object.fromEntries(optimizers)),
    ],
    [
      '### `learningRate`: the step size',
      ...records(learningRate, 'schedule', titles(allSchedules, 'title')),
    ],
    ruleSection(rule),
    ...Object.entries(optionalSections).map(([key, schema]) => [
      `### \`${key}\`: ${keyInfo.get(schema)!.meaning}`,
      keyTable(schema.unwrap().shape),
    ]),
  ]
    .flat()
    .join('\n\n');
}

function modelSection(): string[] {
  const task = Object.entries(taskOptions).map(([name, { meaning }]) => [`\`${name}\``, meaning]);
  return [
    '### `model`: the network',
    '`name`, which `gnp models` lists, and options of its family: [models](models.md). What else a ' +
      'model is built of in code follows from the data set and from `seed`:',
    markdownTable([['option in code', 'meaning'], ...task]),
  ];
}

function ruleSection(rule: Union): string[] {
  const { shared, own } = apart(rule);
  const warmup = Object.entries(own(gnpOf(rule))).filter(([key]) => key.startsWith('warmup'));
  return [
    '### `rule`: the gradient to follow',
    '`name`, which `gnp rules` lists, and its options: [gradient rules](rules.md). A number may be a ' +
      'ramp, `{ from: 0, to: 0.1, epochs: 5 }`. Around any rule:',
    keyTable(shared),
    'Of `gnp`:',
    keyTable(Object.fromEntries(warmup)),
  ];
}

const gnpOf = ({ options }: Union) =>
  options.map(({ shape }) => shape).find((shape) => nameOf(shape, 'name') === 'gnp')!;

/** The keys that all records of a section have, then those of each. */
function records(union: Union, by: string, titleOf: Readonly<Record<string, string>>): string[] {
  const { shared, own } = apart(union);
  const names = union.options.map(({ shape }) => `\`${nameOf(shape, by)}\``).join(', ');
  const first = [`\`${by}\``, names, 'required', 'which of these it is'];
  return [
    keyTable(shared, first),
    ...union.options.flatMap(({ shape }) => {
      const name = nameOf(shape, by);
      const keys = own(shape);
      const heading = `#### \`${name}\`: ${titleOf[name]}`;
      return Object.keys(keys).length > 0 ? [heading, keyTable(keys)] : [heading];
    }),
  ];
}

/** Which keys mean the same in all forms of a section, and the others of a form. */
function apart({ options }: Union) {
  const said = (schema: z.ZodType | undefined) => schema && JSON.stringify(keyInfo.get(schema));
  const isShared = (key: string, schema: z.ZodType) =>
    options.every(({ shape }) => said(shape[key]) === said(schema));
  const pick = (keys: Keys, wanted: boolean): Keys => {
    const entries = Object.entries(keys).filter(([key, schema]) => {
      return keyInfo.has(schema) && isShared(key, schema) === wanted;
    });
    return Object.fromEntries(entries);
  };
  return { shared: pick(options[0].shape, true), own: (shape: Keys) => pick(shape, false) };
}

function keyTable(keys: Keys, ...first: string[][]): string {
  const rows = Object.entries(keys).flatMap(([key, schema]) => {
    const info = keyInfo.get(schema);
    return info ? [[`\`${key}\``, info.type, info.default, info.meaning]] : [];
  });
  return markdownTable([['key', 'type', 'default', 'meaning'], ...first, ...rows]);
}

const nameOf = (shape: Keys, by: string) => (shape[by] as z.ZodLiteral<string>).value;

const titles = <Title extends string>(
  list: readonly ({ readonly name: string } & Readonly<Record<Title, string>>)[],
  title: Title,
) => Object.fromEntries(list.map((record) => [record.name, record[title]]));
