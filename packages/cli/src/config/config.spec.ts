import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { UsageError } from '../usage-error.js';
import { loadConfig, readRecord, recordOf } from './load-config.js';
import { readRecipe, recipeNames } from './recipes.js';

const quickstart = async (...set: string[]) => (await loadConfig('quickstart', { set })).config;

describe('loadConfig', () => {
  test('fills in defaults', async () => {
    expect(await quickstart()).toMatchObject({
      optimizer: { name: 'sgd', momentum: 0.9, nesterov: true, weightDecay: 0 },
      rule: { name: 'gnp', normalizeFirst: false, warmup: 'none' },
      labelSmoothing: 0,
      seed: 0,
      backend: 'auto',
    });
  });

  test('reads override values as YAML, the last one winning', async () => {
    const config = await quickstart('epochs=3', 'l2=1e-3', 'epochs=4');
    expect(config).toMatchObject({ epochs: 4, l2: 0.001, gradientClipping: 5 });
    const flagged = await loadConfig('quickstart', { set: ['seed=1'], seed: '7' });
    expect(flagged.config.seed).toBe(7);
  });

  test('takes away what is set to null', async () => {
    const set = ['gradientClipping=null', 'learningRate.warmupEpochs=null', 'rule=null'];
    const config = await quickstart(...set);
    expect(config.gradientClipping).toBeUndefined();
    expect(config.learningRate.warmupEpochs).toBe(0);
    expect(config.rule).toEqual({ name: 'plain' });
  });

  test('fills in the defaults of the model, by its family, whose spelling does not matter', async () => {
    expect((await quickstart('model.name=ViT_Ti16', 'model.dropout=0')).model).toEqual({
      ...{ name: 'vit-ti16', dropout: 0, attentionDropout: 0.1, stochasticDepth: 0 },
      ...{ widthMultiplier: 1, depthMultiplier: 1, reference: false },
    });
  });

  test('fills in the defaults of every rule, from its record', async () => {
    expect((await quickstart('rule.name=gsam', 'rule.rho=0.1')).rule).toEqual({
      name: 'gsam',
      rho: 0.1,
      alpha: 0.4,
    });
    expect(
      (await quickstart('rule.name=gam', 'rule.interval=2', 'rule.only=["*kernel"]')).rule,
    ).toEqual({
      name: 'gam',
      rho: 0.2,
      rhoPrime: 0.02,
      beta1: 0.5,
      beta2: 0.5,
      beta3: 0.5,
      gamma: 0.03,
      interval: 2,
      only: ['*kernel'],
    });
  });

  test('drops the options of a rule or optimizer that is replaced', async () => {
    expect((await quickstart('rule.name=sam', 'rule.rho=0.1')).rule).toEqual({
      name: 'sam',
      rho: 0.1,
    });
    expect((await quickstart('rule.name=gnp', 'rule.r=0.3')).rule).toMatchObject({
      r: 0.3,
      alpha: 0.8,
    });
    expect((await quickstart('optimizer.name=adamw')).optimizer).toMatchObject({ beta2: 0.999 });
    const mnist = await quickstart('dataset.name=mnist', 'dataset.dir=data');
    expect(mnist.dataset.augmentation).toBe('crop');
  });

  test.each([
    ['optimizer.name=adamw', 'optimizer.weightDecay=0.3'],
    ['rule.name=sam', 'rule.rho=0.7'],
    ['model.name=vit-ti16', 'model.dropout=0'],
    ['learningRate.schedule=piecewise', 'learningRate.epochs=[3]'],
    ['learningRate.schedule=exponential', 'learningRate.peak=0.3'],
    ['dataset.name=cifar100', 'dataset.labels=coarse', 'dataset.dir=x'],
    ['rule={name: sam, rho: 0.3}', 'rule.rho=0.4', 'rule.only=["*bias"]'],
  ])('takes %s with its options in any order', async (...set) => {
    const expected = await quickstart(...set);
    expect(await quickstart(...[...set].reverse())).toEqual(expected);
  });

  test('keeps what is no option of the schedule or data set that is replaced', async () => {
    const schedule = await quickstart('learningRate.schedule=constant');
    expect(schedule.learningRate).toEqual({ schedule: 'constant', peak: 0.1, warmupEpochs: 1 });
    const files = await quickstart('dataset.labelNoise=0.2', 'dataset.testFraction=0.5');
    expect(files.dataset).toMatchObject({ testFraction: 0.5, labelNoise: 0.2 });
    const other = ['dataset.name=cifar10', 'dataset.dir=x', 'dataset.labelNoise=0.2'];
    expect((await quickstart(...other)).dataset).toMatchObject({ augmentation: 'crop', dir: 'x' });
  });

  test('shortens a warmup that no longer fits, and says so', async () => {
    const { config, notes } = await loadConfig('quickstart', { set: ['epochs=1'] });
    expect(config.learningRate.warmupEpochs).toBe(0.025);
    expect(notes).toEqual([
      "The run has 1 epochs in place of 40: 'learningRate.warmupEpochs' is 0.025 in place of 1.",
    ]);
    expect((await loadConfig('quickstart', { set: ['epochs=2'] })).notes).toEqual([]);
    await expect(quickstart('epochs=1', 'learningRate.warmupEpochs=2')).rejects.toThrow(
      "'learningRate.warmupEpochs' is 2; it must be less than the 1 epochs of the run.",
    );
  });

  test('refuses a warmup of the rule that takes no time', async () => {
    const without = ['rule.warmup=r', 'learningRate.warmupEpochs=0'];
    await expect(quickstart(...without)).rejects.toThrow("'rule.warmup' is 'r' but takes no time");
    expect((await quickstart(...without, 'rule.warmupEpochs=2')).rule.warmup).toBe('r');
    await expect(quickstart('rule.warmup=zero', 'rule.warmupEpochs=0')).rejects.toThrow('no time');
  });

  test('reads a file of the user', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'gnp-')), 'mine.yaml');
    writeFileSync(path, `${readRecipe('quickstart').text}\nseed: 5\n`);
    expect(await loadConfig(path)).toMatchObject({ recipe: 'mine', config: { seed: 5 } });
    writeFileSync(path, 'epochs: [1');
    await expect(loadConfig(path)).rejects.toThrow('is not valid YAML');
    writeFileSync(path, 'just words');
    await expect(loadConfig(path)).rejects.toThrow('must hold keys and values');
    await expect(loadConfig('/nowhere/at-all.yaml')).rejects.toThrow('Cannot read the recipe');
  });

  test.each([
    [['rule.shards=2000'], "'rule.shards' is 2000; it must be at most the 64 images of a batch"],
    [['microBatches=65'], "'microBatches' is 65; it must be at most the 64 images of a batch"],
    [
      ['microBatches=autoo'],
      `'microBatches' is "autoo"; it must be 'auto' or a number. Did you mean 'auto'?`,
    ],
    [['microBatches=1.5'], "'microBatches' is 1.5; it must be 'auto' or a whole number."],
    [['microBatches=0'], "'microBatches' is 0; it must be at least 1."],
    [['classWeights=3'], "'classWeights' is 3; it must be 'balanced' or a list."],
    [['epoch=3'], "Unknown key 'epoch'. Did you mean 'epochs'?"],
    [['rule.rr=1'], "Unknown key 'rule.rr'. Did you mean 'rule.r'?"],
    [
      ['rule.name=sam', 'rule.r=1'],
      "'rule.rho' is missing; it must be a number: radius of the neighbourhood; 0.05 to 0.2.",
    ],
    [['rule.name=sam', 'rule.rho=x'], `'rule.rho' is "x"; it must be a number.`],
    [
      ['rule.name=sam', 'rule.rho={from: 0, to: 1}'],
      "'rule.rho.epochs' is missing; it must be a number.",
    ],
    [
      ['rule.name=look-sam', 'rule.rho=1', 'rule.every=0'],
      "'rule.every' is 0; it must be at least 1.",
    ],
    [
      ['rule.name=friendly-sam', 'rule.rho=1', 'rule.decay=1'],
      "'rule.decay' is 1; it must be less than 1.",
    ],
    [
      ['optimizer.momentun=0'],
      "Unknown key 'optimizer.momentun'. Did you mean 'optimizer.momentum'?",
    ],
    [
      ['dataset.augment=crop'],
      "Unknown key 'dataset.augment'. Did you mean 'dataset.augmentation'?",
    ],
    [['zzzzzzzzzzzz=1'], 'Known are description, extends, imports,'],
    [['learningRate.peak=NaN'], `'learningRate.peak' is "NaN"; it must be a number.`],
    [['learningRate.peak=.nan'], "'learningRate.peak' is NaN; it must be a number."],
    [['learningRate.peak=0'], "'learningRate.peak' is 0; it must be greater than 0."],
    [['epochs=1.5'], "'epochs' is 1.5; it must be a whole number."],
    [['epochs=0'], "'epochs' is 0; it must be at least 1."],
    [['optimizer.momentum=1'], "'optimizer.momentum' is 1; it must be less than 1."],
    [['labelSmoothing=2'], "'labelSmoothing' is 2; it must be at most 1."],
    [['rule.name=gnpp'], `'rule.name' is "gnpp", which is unknown. Did you mean 'gnp'?`],
    [
      ['rule.warmup=zeros'],
      `'rule.warmup' is "zeros"; it is one of none, r, lambda, zero. Did you mean 'zero'?`,
    ],
    [['dataset.augmentation=basicc'], "imagenet-test. Did you mean 'basic'?"],
    [['learningRate=3'], "'learningRate' is 3; it must be a group of settings."],
    [['learningRate.warmupEpochs=40'], 'it must be less than the 40 epochs of the run'],
    [['epochs'], "'epochs' is no override; write it as path.to.key=value."],
    [['a..b=1'], 'is no override'],
    [['epochs.x=1'], "'epochs.x=1' reaches into 'epochs', which holds 40."],
    [['__proto__.polluted=1'], "reaches into '__proto__'"],
    [['epochs=[1'], "The value of 'epochs=[1' cannot be read"],
    [
      [
        'learningRate.schedule=piecewise',
        'learningRate.epochs=[3, 6]',
        'learningRate.warmupEpochs=5',
      ],
      "'learningRate.epochs' is [3, 6]; the rate cannot step down at epoch 3, within the 5 epochs of the warmup",
    ],
    [
      ['learningRate.schedule=piecewise', 'learningRate.epochs=[6, 3]'],
      "'learningRate.epochs' is [6, 3]; the epochs must ascend.",
    ],
    [['imports=[nowhere.mjs]'], "'imports' names "],
    [['imports=[]'], "'imports' is []; it must hold at least 1."],
    [['backend=""'], `'backend' is ""; it must not be empty.`],
    [
      ['l2Mask=kernals'],
      `'l2Mask' is "kernals"; it is one of all, kernels. Did you mean 'kernels'?`,
    ],
    [['l2Mask=[1]'], "'l2Mask.0' is 1; it must be a text."],
    [
      ['optimizer.name=adamm'],
      `'optimizer.name' is "adamm"; it is one of sgd, adamw, rmsprop. Did you mean 'adamw'?`,
    ],
    [
      ['optimizer.weightDecay={from: 0, to: -1, epochs: 3}'],
      "'optimizer.weightDecay.to' is -1; it must be at least 0.",
    ],
    [
      ['learningRate.schedule=exponential', 'learningRate.remaining=2'],
      "'learningRate.remaining' is 2; it must be at most 1.",
    ],
    [['learningRate.end=x'], `'learningRate.end' is "x"; it must be a number.`],
    [
      ['learningRate.schedule=piecewise'],
      "'learningRate.epochs' is missing; it must be a list: when the value is multiplied by `factor`",
    ],
    [
      ['model.name=resnet9'],
      `'model.name' is "resnet9", which is unknown. Did you mean 'resnet8'?`,
    ],
    [['model.name=perceptron'], `'model.name' is "perceptron"; it is one of cait-m24, `],
    [['model=null'], "'model' is missing; it must be a group of settings: the network."],
    [
      ['model.name=vit-ti16', 'model.droput=0.1'],
      "Unknown key 'model.droput'. Did you mean 'model.dropout'?",
    ],
    [
      ['model.dropout=0.1'],
      "Unknown key 'model.dropout'. Known are model.name, model.stochasticDepth, model.zeroInitResidual, ",
    ],
    [['model.stochasticDepth=1'], "'model.stochasticDepth' is 1; it must be less than 1."],
    [['model.zeroInitResidual=1'], "'model.zeroInitResidual' is 1; it must be true or false."],
    [['model.widthMultiplier=wide'], `'model.widthMultiplier' is "wide"; it must be a number.`],
    [
      ['model.name=swin-tiny', 'model.windowSize=1.5'],
      "'model.windowSize' is 1.5; it must be a whole number.",
    ],
    [['dataset.labels=fine'], "Unknown key 'dataset.labels'. Known are dataset.name, "],
    [['dataset.testFraction=1'], "'dataset.testFraction' is 1; it must be less than 1."],
    [
      ['dataset.name=cifar10'],
      "'dataset.dir' is missing; it must be a text: folder of CIFAR-10, the binary or the Python version",
    ],
    [
      ['dataset.name=cifar100', 'dataset.dir=x', 'dataset.labels=corse'],
      `'dataset.labels' is "corse"; it is one of fine, coarse. Did you mean 'coarse'?`,
    ],
    [
      ['dataset.augmentation={name: pad}'],
      "trivialaugment, channels. Did you mean 'pad-and-crop'?",
    ],
    [
      ['dataset.augmentation={name: pad-and-crop, paddding: 2}'],
      "Unknown key 'dataset.augmentation.paddding'. Did you mean 'dataset.augmentation.padding'?",
    ],
    [
      ['dataset.augmentation=[{name: horizontal-flip, probability: 2}]'],
      "'dataset.augmentation.0.probability' is 2; it must be at most 1.",
    ],
    [['rule.probability=2'], "'rule.probability' is 2; it must be at most 1."],
  ])('says what is wrong with %j', async (set, message) => {
    await expect(quickstart(...set)).rejects.toThrow(UsageError);
    await expect(quickstart(...set)).rejects.toThrow(message);
  });
});

test.each(recipeNames())(
  'the recipe %s is valid, and its config.yaml is a recipe for the same',
  async (name) => {
    const set = /set dataset.dir/.test(readRecipe(name).text) ? ['dataset.dir=data'] : [];
    const { config } = await loadConfig(name, { set });
    expect(config.description).toBeTruthy();
    const path = join(mkdtempSync(join(tmpdir(), 'gnp-')), 'config.yaml');
    writeFileSync(path, stringify(config));
    expect((await loadConfig(path)).config).toEqual(config);
  },
);

test('an unknown recipe names the nearest', () => {
  expect(() => readRecipe('quikstart')).toThrow(
    "no recipe named 'quikstart'. Did you mean 'quickstart'?",
  );
});

test('config.yaml says which recipe it comes from, and what the command line changed', async () => {
  const options = { set: ['epochs=3', 'rule.name=plain'], seed: '7', backend: 'wasm' };
  const loaded = await loadConfig('quickstart', options);
  const record = recordOf(loaded, { gnp: '0.1.0' });
  expect(record).toMatchObject({
    recipe: 'quickstart',
    set: ['epochs=3', 'rule.name=plain', 'seed=7', 'backend=wasm'],
    epochs: 3,
    versions: { gnp: '0.1.0' },
  });
  expect(await readRecord(record)).toEqual(loaded);
  const unchanged = recordOf(await loadConfig('quickstart'), { gnp: '0.1.0' });
  expect(Object.keys(unchanged).slice(0, 2)).toEqual(['recipe', 'description']);
});
