import { labelRuns } from './run-labels.js';
import { settingsOf } from './run-settings.js';

/** A configuration as `gnp train` writes it. */
const base = {
  recipe: 'quickstart',
  description: 'a recipe',
  model: { name: 'resnet8' },
  dataset: { name: 'digits', augmentation: 'crop' },
  epochs: 20,
  optimizer: { name: 'sgd', momentum: 0.9, nesterov: true },
  learningRate: { schedule: 'cosine', peak: 0.1, warmupEpochs: 1 },
  gradientClipping: 5,
  seed: 0,
  backend: 'auto',
  rule: { name: 'gnp', r: 0.05, alpha: 0.8, warmup: 'none' },
  versions: { gnp: '0.1.0', node: '20' },
};
type Changes = Record<string, unknown>;
const rule = (changes: Changes) => ({ rule: { ...base.rule, ...changes } });
const rate = (changes: Changes) => ({ learningRate: { ...base.learningRate, ...changes } });
const optimizer = (changes: Changes) => ({ optimizer: { ...base.optimizer, ...changes } });
const plain = { rule: { name: 'plain' } };
const adamw = { optimizer: { name: 'adamw', beta1: 0.9 } };

test.each<[string, Changes[], string[]]>([
  ['names', [{}, plain], ['gnp', 'plain']],
  ['names, whatever else differs', [{}, { ...plain, epochs: 5 }], ['gnp', 'plain']],
  ['other names', [{}, adamw], ['sgd', 'adamw']],
  ['all names that differ', [{}, adamw, plain], ['gnp, sgd', 'gnp, adamw', 'plain, sgd']],
  [
    'a setting, of those alone that need it',
    [plain, {}, rule({ r: 0.1 })],
    ['plain', 'gnp, r 0.05', 'gnp, r 0.1'],
  ],
  [
    'one setting, though more differ',
    [{}, rule({ r: 0.1, alpha: 0.5 })],
    ['alpha 0.8', 'alpha 0.5'],
  ],
  [
    'the setting with most values',
    [rule({ alpha: 1 }), rule({ r: 0.1 }), rule({ r: 0.2 })],
    ['r 0.05', 'r 0.1', 'r 0.2'],
  ],
  [
    'a second setting where one leaves runs alike',
    [rule({ r: 0.1 }), rule({ r: 0.2 }), { ...rule({ r: 0.2 }), epochs: 5 }],
    ['r 0.1', 'r 0.2, epochs 20', 'r 0.2, epochs 5'],
  ],
  ['words', [{}, rule({ warmup: 'zero' })], ['warmup none', 'warmup zero']],
  ['flags', [{}, optimizer({ nesterov: false })], ['nesterov', 'no nesterov']],
  [
    'what is switched off',
    [{}, { gradientClipping: null }],
    ['gradientClipping 5', 'no gradientClipping'],
  ],
  ['what is not set', [{}, rule({ shards: 2 })], ['default shards', 'shards 2']],
  [
    'ramps and lists',
    [rule({ r: { from: 0, to: 0.1, epochs: 5 } }), rule({ r: [1, 2] })],
    ['r from 0 to 0.1 epochs 5', 'r [1, 2]'],
  ],
  [
    'the whole path, where its end says too little',
    [
      rate({ warmupEpochs: 2 }),
      { ...rule({ warmupEpochs: 3 }), ...rate({ peak: 0.2 }) },
      rate({ warmupEpochs: 4 }),
    ],
    ['learningRate.warmupEpochs 2', 'learningRate.warmupEpochs 1', 'learningRate.warmupEpochs 4'],
  ],
  [
    'recipes first',
    [{}, plain, { recipe: 'mine', epochs: 5 }],
    ['quickstart, gnp', 'quickstart, plain', 'mine'],
  ],
  [
    'model and data set, of runs without a recipe',
    [{ recipe: undefined }, { recipe: undefined, model: { name: 'vgg16' } }],
    ['resnet8 on digits', 'vgg16 on digits'],
  ],
  [
    'nothing but what makes a run another one',
    [
      { set: ['seed=1'], seed: 1, backend: 'wasm', threads: 2, imports: ['/a'], description: 'b' },
      { versions: {} },
    ],
    ['', ''],
  ],
])('runs are told apart by %s', (_, changes, labels) => {
  const runs = changes.map((change) => settingsOf({ ...base, ...change }));
  expect(labelRuns(runs)).toEqual(labels);
});
