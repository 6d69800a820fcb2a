import { gzipSync } from 'node:zlib';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gnp, numbers, small, temporary, train } from '../testing/gnp.js';

describe('gnp train', () => {
  test('leaves a run folder that gnp eval repeats', async () => {
    const dir = join(temporary(), 'run');
    const { status, out } = await train(dir);
    expect(status).toBe(0);
    expect(out).toMatch(/test error +\d+\.\d+%/);
    const files = readdirSync(dir).map((name) => name.replace(/tfevents.*/, 'tfevents'));
    expect(files).toEqual(
      expect.arrayContaining([
        'checkpoints',
        'config.yaml',
        'events.out.tfevents',
        'metrics.jsonl',
        'report.html',
      ]),
    );

    const lines = numbers(dir);
    expect(lines.map(({ split, step }) => `${split} ${step}`)).toEqual([
      'train 2',
      'train 3',
      'test 3',
      'train 4',
      'train 6',
      'test 6',
    ]);
    expect(lines[0]).toMatchObject({ epoch: 1, rule: { name: 'gnp', r: 0.2, alpha: 0.8 } });
    for (const key of [
      'learningRate',
      'gradientNorm',
      'perturbedGradientNorm',
      'perturbedLoss',
      'updateNorm',
      'parameterNorm',
    ]) {
      expect(lines[0][key]).toBeGreaterThan(0);
    }
    const last = lines.at(-1)!;
    const evaluated = await gnp('eval', dir, '--json');
    expect(JSON.parse(evaluated.out)).toEqual({
      split: 'test',
      step: 6,
      loss: last.loss,
      errorRate: last.errorRate,
      top5ErrorRate: last.top5ErrorRate,
      count: 359,
    });
    expect((await gnp('eval', dir, '--split=train')).out).toMatch(/train error/);
  });

  test('gives the same numbers for the same seed, others for another', async () => {
    const [a, b, c] = [temporary(), temporary(), temporary()].map((dir) => join(dir, 'run'));
    for (const [dir, seed] of [
      [a, '1'],
      [b, '1'],
      [c, '2'],
    ])
      await train(dir, '--seed', seed);
    expect(numbers(a)).toEqual(numbers(b));
    expect(numbers(a)).not.toEqual(numbers(c));
  });

  test('computes a batch in micro-batches, to the same losses', async () => {
    // without batch norm and dropout, which see the batch they are given
    const model = ['name=vit-ti16', 'depthMultiplier=0.1', 'dropout=0', 'attentionDropout=0'];
    const rate = ['peak=0.01', 'warmupEpochs=0'];
    const overrides = [
      ...model.map((option) => `--set=model.${option}`),
      ...rate.map((option) => `--set=learningRate.${option}`),
    ];
    const losses = async (...more: string[]) => {
      const dir = join(temporary(), 'run');
      const { status } = await train(dir, ...overrides, '--set=epochs=1', ...more);
      expect(status).toBe(0);
      return numbers(dir).map(({ loss }) => loss);
    };
    const whole = await losses();
    expect(whole).toHaveLength(3);
    const parts = await losses('--set=microBatches=4');
    expect(parts).toEqual(whole.map((loss) => expect.closeTo(loss, 5)));
  });

  test('lists the rules, shows one, and knows what a misspelt one should be', async () => {
    const { out } = await gnp('rules');
    expect(out).toContain('look-sam');
    expect(out).toMatch(/look-sam +1 or 2 /);
    expect(out).toMatch(/adaptive-sam +1 or more /);
    const one = await gnp('rules', 'gsam');
    expect(one.out).toMatch(/rho +required/);
    expect(one.out).toMatch(/alpha +0\.4/);
    const wrong = await gnp('rules', 'gsamm');
    expect(wrong).toMatchObject({ status: 2 });
    expect(wrong.err).toContain("Did you mean 'gsam'?");
  });

  test('repeats a study, and refuses one that it does not know', async () => {
    const { out } = await gnp('study', 'dln', '--quick', '--seeds=1', '--json');
    const rows = JSON.parse(out);
    expect(rows).toHaveLength(10);
    expect(rows[0]).toMatchObject({ rule: 'gd', diverged: 0 });
    expect(rows[4].error).toBeLessThan(rows[0].error);
    expect((await gnp('study', 'dlm')).err).toContain("Did you mean 'dln'?");
    expect((await gnp('study', 'dln', '--seeds=0')).err).toContain("--seeds is '0'");
  });

  test('refuses parameters that are not there, before training', async () => {
    const dir = join(temporary(), 'run');
    const { status, err } = await train(dir, '--set=rule.only=["*/norm/scales"]');
    expect(status).toBe(2);
    expect(err).toContain("'rule.only' names '*/norm/scales', but no parameter is called so.");
    expect(existsSync(dir)).toBe(false);
  });

  test.each(['optimizer.decayMask', 'l2Mask'])(
    'refuses a %s of parameters that are not there',
    async (key) => {
      const { status, err } = await train(temporary(), `--set=${key}=["stem/conv/kernell"]`);
      expect(status).toBe(2);
      expect(err).toContain(
        `'${key}' names 'stem/conv/kernell', but no parameter is called so. Did you mean 'stem/conv/kernel'?`,
      );
    },
  );

  test('--dry-run prints the configuration and sizes, and writes nothing', async () => {
    const dir = join(temporary(), 'run');
    const { status, out } = await train(dir, '--dry-run', '--config.seed=3');
    expect(status).toBe(0);
    expect(out).toContain('seed: 3');
    expect(out).toContain('# parameters: 77,754');
    expect(existsSync(dir)).toBe(false);
  });

  test('stops a run that diverges with the step and the cause', async () => {
    const dir = join(temporary(), 'run');
    const { status, err } = await train(
      dir,
      '--set=learningRate.peak=1e30',
      '--set=learningRate.warmupEpochs=0',
      '--set=gradientClipping=null',
    );
    expect(status).toBe(1);
    expect(err).toMatch(/gnp: The (gradient|loss) of pass \d at step \d+ is not finite/);
    expect(err).not.toContain('    at ');
  });
});

describe('image files', () => {
  const cifar = (labelBytes: number, records: number) => {
    const bytes = Buffer.alloc(records * (labelBytes + 3072));
    for (let i = 0; i < bytes.length; i++) bytes[i] = (i * 31 + (i >> 8) * 7) & 255;
    for (let record = 0; record < records; record++) {
      for (let k = 0; k < labelBytes; k++) bytes[record * (labelBytes + 3072) + k] = record % 10;
    }
    return bytes;
  };
  const cifar10 = (records = 8) => {
    const dir = temporary();
    for (const file of [1, 2, 3, 4, 5])
      writeFileSync(join(dir, `data_batch_${file}.bin`), cifar(1, records));
    writeFileSync(join(dir, 'test_batch.bin'), cifar(1, records));
    return dir;
  };
  // ResNet-50 is too much for a test; everything else is the recipe's
  const tiny = ['--set=epochs=1', '--set=model.name=resnet8'];

  test('resnet-cifar trains on CIFAR-10 files', async () => {
    const dir = join(temporary(), 'run');
    const { status } = await gnp(
      'train',
      'resnet-cifar',
      '--working-dir',
      dir,
      `--set=dataset.dir=${cifar10()}`,
      ...tiny,
    );
    expect(status).toBe(0);
    expect(numbers(dir).map(({ split, step }) => [split, step])).toEqual([
      ['train', 1],
      ['test', 1],
    ]);
  });

  test('and on CIFAR-100 files', async () => {
    const data = temporary();
    writeFileSync(join(data, 'train.bin'), cifar(2, 40));
    writeFileSync(join(data, 'test.bin'), cifar(2, 9));
    const dir = join(temporary(), 'run');
    const { status } = await gnp(
      'train',
      'resnet-cifar',
      '--working-dir',
      dir,
      '--set=dataset.name=cifar100',
      `--set=dataset.dir=${data}`,
      ...tiny,
    );
    expect(status).toBe(0);
    expect(numbers(dir).map(({ split, step }) => [split, step])).toEqual([
      ['train', 1],
      ['test', 1],
    ]);
  });

  test('truncated, they are refused', async () => {
    const data = cifar10();
    writeFileSync(join(data, 'data_batch_3.bin'), cifar(1, 8).subarray(0, 5000));
    await expectRefused(
      ['train', 'resnet-cifar', `--set=dataset.dir=${data}`],
      /data_batch_3\.bin/,
    );
  });

  test('with the wrong magic number in IDX, they are refused', async () => {
    const data = temporary();
    for (const file of [
      'train-images-idx3',
      'train-labels-idx1',
      't10k-images-idx3',
      't10k-labels-idx1',
    ]) {
      writeFileSync(join(data, `${file}-ubyte.gz`), gzipSync(Buffer.alloc(64, 1)));
    }
    await expectRefused(['train', 'fashion-mnist', `--set=dataset.dir=${data}`], /magic/);
  });
});

/** One line or two of help, status 2, no stack trace, nothing written. */
async function expectRefused(args: string[], message: RegExp) {
  const dir = join(temporary(), 'run');
  const working = args[0] === 'train' ? ['--working-dir', dir] : [];
  const { status, err, out } = await gnp(...args, ...working);
  expect(err).toMatch(message);
  expect(err.trim().split('\n').length).toBeLessThanOrEqual(2);
  expect(err).not.toMatch(/^\s+at /m);
  expect({ status, out, written: existsSync(dir) }).toEqual({ status: 2, out: '', written: false });
}

test.each<[string[], RegExp]>([
  [['train', 'quikstart'], /Did you mean 'quickstart'/],
  [['train', 'quickstart', '--set', 'rule.rr=1'], /Did you mean 'rule.r'/],
  [['train', 'quickstart', '--set', 'model.name=resnet9'], /Did you mean 'resnet8'/],
  [
    ['train', 'quickstart', '--set', 'dataset.name=digit'],
    /'dataset.name' is "digit"; .* Did you mean 'digits'/,
  ],
  [['train', 'quickstart', '--set', 'learningRate.peak=NaN'], /learningRate.peak/],
  [['train', 'quickstart', '--backend', 'abacus'], /no backend 'abacus'/],
  [['train', 'quickstart', '--sed', '3'], /unknown option '--sed'/],
  [['train', 'resnet-cifar'], /'dataset.dir' is missing; .*: folder of CIFAR-10, the binary/],
  [['train', 'quickstart', '--set', 'model.dropout=1'], /Unknown key 'model.dropout'/],
  [['train', 'quickstart', '--set', 'model.depthMultiplier=0'], /'model.depthMultiplier' is 0/],
  [
    ['train', 'resnet-cifar', '--set', 'dataset.dir=/nowhere/at/all'],
    /"\/nowhere\/at\/all" does not exist/,
  ],
  [
    ['train', 'resnet-cifar', '--set=dataset.dir=x', '--set', 'rule.exclude=["*"]'],
    /'rule': '\*' excludes every parameter/,
  ],
  [
    [
      ...['train', 'resnet-cifar', '--set', 'rule={ name: double-backprop, gamma: 1 }'],
      ...['--set', 'rule.clipEach=1', '--set', 'dataset.dir=x'],
    ],
    /'rule': 'double-backprop' differentiates the gradient/,
  ],
  [['train', 'quickstart', '--set', 'classWeights=[1, 2]'], /'classWeights' has 2 numbers/],
  [['trian'], /unknown command 'trian'/],
  [['eval', '/nowhere/at/all'], /There is no run in/],
  [['models', 'nothing*'], /No model matches/],
  [['recipes', 'nothing'], /no recipe named/],
])('%j is refused', async (args, message) => {
  await expectRefused(args, message);
});

test('report draws one run anew, or several beside one another', async () => {
  const [a, b] = [join(temporary(), 'a'), join(temporary(), 'b')];
  await train(a);
  await train(b, '--set=rule.name=plain');
  const path = join(a, 'report.html');
  rmSync(path);
  expect((await gnp('report', a)).out.trim()).toBe(path);
  expect(readFileSync(path, 'utf8')).toContain('Gradient norms');
  const output = join(a, 'both.svg');
  expect((await gnp('report', a, b, '--output', output)).status).toBe(0);
  const svg = readFileSync(output, 'utf8');
  for (const text of ['quickstart', 'gnp', 'plain']) expect(svg).toContain(`>${text}</text>`);
  await expectRefused(['report', '/nowhere/at/all'], /There is no run in/);
});

test('train refuses a folder that holds a run', async () => {
  const dir = temporary();
  mkdirSync(join(dir, 'checkpoints'));
  const { status, err } = await train(dir);
  expect(status).toBe(2);
  expect(err).toMatch(/choose another folder\. The flags are --working-dir and --resume/);
});

test('profile shows each kernel of a step, and counts steps from 1 on', async () => {
  const { status, out } = await gnp(
    'profile',
    'quickstart',
    '--backend=wasm',
    '--steps=1',
    ...small,
  );
  expect(status).toBe(0);
  expect(out).toMatch(/^resnet8, gnp: [\d.]+ ms a step, /);
  expect(out).toMatch(/Conv2D +\d+ +[\d.]+ +[\d.]+% +[\d.]+ +[\d.]+/);
  expect(out).toContain('outside of kernels');
  const wrong = await gnp('profile', 'quickstart', '--steps=0');
  expect(wrong).toMatchObject({ status: 2, err: expect.stringContaining("--steps is '0'") });
});

test('threads and precision that a backend has not are refused before anything is written', async () => {
  const dir = join(temporary(), 'run');
  const refused = async (...flags: string[]) => (await train(dir, '--backend=wasm', ...flags)).err;
  expect(await refused('--precision=bf16')).toContain("precision bf16 needs 'onednn'");
  expect(await refused('--threads=2')).toContain("'wasm' has one thread");
  expect(await refused('--precision=f16')).toContain('it is one of f32, bf16');
  expect(existsSync(dir)).toBe(false);
});

test('models, recipes and doctor list what there is', async () => {
  expect((await gnp('models', 'resnet1*')).out).toMatch(/resnet18 .*\nresnet101 .*\nresnet152 /);
  expect((await gnp('models', 'resnet8')).out).toContain('78,042 parameters');
  expect((await gnp('recipes')).out).toContain('quickstart');
  expect((await gnp('recipes', 'quickstart')).out).toContain('name: resnet8');
  expect((await gnp('doctor')).out).toMatch(/found +wasm/);
});
