import { listDatasets } from '@gnp/data/node';
import { canonicalName, listModels, modelFigures } from '@gnp/models';
import { applyOverrides } from './overrides.js';

type Tree = Readonly<Record<string, unknown>>;

/** What a smoke run is, and what was changed for it. */
export interface Smoke {
  readonly value: unknown;
  /** As `path.to.key=value`. */
  readonly set: readonly string[];
  /** In sentences. */
  readonly notes: readonly string[];
}

/** Images of a run, and of a batch; fewer where photographs are cropped to the size of ImageNet's. */
const counts = { train: 64, test: 32, batch: 16 };
const countsOfFolders = { train: 16, test: 8, batch: 4 };

const countsOf = (dataset: Tree) => (dataset.name === 'image-folder' ? countsOfFolders : counts);

/** Models of more parameters are made narrower and shallower. */
const mostParameters = 1e6;

const multipliers = { widthMultiplier: 1 / 8, depthMultiplier: 1 / 8 };

/** What images of a data set look like, to draw some of the same size; those of others like CIFAR's. */
const shapes: Readonly<Record<string, readonly [side: number, channels: number]>> = {
  mnist: [28, 1],
  'fashion-mnist': [28, 1],
  idx: [28, 1],
  'image-folder': [64, 3],
};

/**
 * Makes a run of any recipe a matter of seconds, to see that it works: few images, drawn where they would be read,
 * small batches, two epochs, and a large model narrower and shallower. Its rule, optimizer, schedule and augmentations
 * stay, and what the command line says of epochs, the batch and the model.
 *
 * @param recipe with what the command line says
 * @param overrides that: `path.to.key=value`
 */
export function smokeTest(recipe: unknown, overrides: readonly string[]): Smoke {
  const chosen = overrides.map((text) => text.split('=')[0]);
  const { model, dataset } = recipe as Tree;
  const data = smallDataset(section(dataset));
  const run = chosen.includes('steps') ? {} : { epochs: 2, ...shortWarmups(recipe as Tree) };
  const sizes = { ...smallModel(section(model)), ...run, ...smallBatch(recipe as Tree) };
  const kept = Object.entries(sizes).filter(([path]) => !chosen.includes(path));
  const changes = [
    ...Object.entries(data),
    ...kept,
    ...Object.entries(whatFits(recipe as Tree)),
  ].filter(([, value]) => value !== undefined);
  const set = changes.map(([path, value]) => `${path}=${JSON.stringify(value)}`);
  const value = applyOverrides(recipe, set);
  const said = changes.filter(([path]) => !path.startsWith('dataset.'));
  const notes = said.map(([path, now]) => {
    const before = at(recipe, path);
    const instead = before === undefined ? '' : ` in place of ${JSON.stringify(before)}`;
    return `Smoke test: '${path}' is ${JSON.stringify(now)}${instead}.`;
  });
  return { value, set, notes: [...describeData(recipe, value), ...notes] };
}

function smallModel({ name }: Tree): Tree {
  const entry = listModels().find((model) => model.name === canonicalName(String(name)));
  if (!entry || modelFigures(entry.name).parameters <= mostParameters) return {};
  const known = Object.entries(multipliers).filter(([key]) => key in entry.options);
  return Object.fromEntries(known.map(([key, factor]) => [`model.${key}`, factor]));
}

/** The digits are there, and small; names that are unknown are left to be refused. */
function smallDataset(dataset: Tree): Tree {
  const { name, color, validationFraction, trainImages } = dataset;
  const { train, test } = countsOf(dataset);
  if (name === 'digits') return { 'dataset.trainImages': atMost(train, trainImages ?? Infinity) };
  if (!listDatasets().some((known) => known.name === name)) return {};
  const images = { 'dataset.train': train, 'dataset.test': test };
  if (name === 'synthetic') return images;
  const [side, channels] = shapes[String(name)] ?? [32, 3];
  return {
    'dataset.name': 'synthetic',
    ...images,
    'dataset.height': side,
    'dataset.width': side,
    'dataset.channels': color === 'grey' ? 1 : channels,
    'dataset.trainImages': trainImages === undefined ? undefined : null,
    'dataset.validationFraction': validationFraction === undefined ? undefined : null,
  };
}

function smallBatch({ dataset, batchSize }: Tree): Tree {
  return { batchSize: atMost(countsOf(section(dataset)).batch, batchSize) };
}

/** In place of lengths in steps and images; those in epochs are shortened as for any run that becomes shorter. */
function shortWarmups({ learningRate, rule }: Tree): Tree {
  const short = (value: unknown) => {
    const { warmupSteps = section(value).warmupImages } = section(value);
    return warmupSteps === undefined ? undefined : 0.5;
  };
  return {
    'learningRate.warmupEpochs': short(learningRate),
    'rule.warmupEpochs': short(rule),
  };
}

/** Of small batches and other classes. */
function whatFits({ microBatches, rule, classWeights }: Tree): Tree {
  return {
    microBatches: atMost(2, microBatches),
    'rule.shards': atMost(2, section(rule).shards),
    classWeights: Array.isArray(classWeights) ? null : undefined,
  };
}

const atMost = (most: number, value: unknown) =>
  typeof value === 'number' && value > most ? most : undefined;

function describeData(before: unknown, after: unknown): string[] {
  const { name, train, test, trainImages, height, width, channels } = section(at(after, 'dataset'));
  const was = at(before, 'dataset.name');
  if (name === 'digits') return [`Smoke test: ${String(trainImages)} of the training images.`];
  const what = `${String(train)} + ${String(test)} images of '${name}'`;
  if (was === name) return [`Smoke test: ${what}.`];
  const shape = [height, width, channels].join('×');
  return [`Smoke test: ${what}, ${shape} in 10 classes, in place of '${String(was)}'.`];
}

const section = (value: unknown): Tree =>
  typeof value === 'object' && value !== null ? (value as Tree) : {};

const at = (tree: unknown, path: string): unknown =>
  path.split('.').reduce<unknown>((inner, key) => section(inner)[key], tree);
