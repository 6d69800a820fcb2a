import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gnp, numbers, temporary, train } from '../../testing/gnp.js';

const evaluated = async (dir: string, ...flags: string[]) => {
  const { status, out, err } = await gnp('eval', dir, '--json', ...flags);
  if (status !== 0) throw new Error(err);
  return JSON.parse(out) as Record<string, unknown>;
};
const read = (dir: string, file: string) => readFileSync(join(dir, file), 'utf8');

describe('a run with an average of its weights and a budget of steps', () => {
  const dir = join(temporary(), 'run');
  const settings = ['weightAverage.decay=0.9', 'stepBudget=5', 'evaluateEveryEpochs=2'];
  let trained: Awaited<ReturnType<typeof train>>;
  beforeAll(async () => {
    trained = await train(dir, ...settings.map((setting) => `--set=${setting}`));
  });

  test('counts as done, is tested in the end, and has a report', () => {
    expect(trained.status).toBe(0);
    expect(trained.out).toMatch(/ended early +its budget of 5 steps is used up/);
    const tests = numbers(dir).filter(({ split }) => split === 'test');
    expect(tests).toMatchObject([{ step: 5, epoch: 2, averaged: { loss: expect.any(Number) } }]);
    expect(existsSync(join(dir, 'checkpoints/step-00000005'))).toBe(true);
    expect(read(dir, 'report.html')).toContain('Of averaged weights');
  });

  test('resumed it says that it is done, and changes nothing', async () => {
    const before = read(dir, 'metrics.jsonl');
    const { status, err } = await gnp('train', '--resume', '--working-dir', dir);
    expect(status).toBe(0);
    expect(err).toContain('The run is done: its budget of 5 steps is used up.');
    expect(read(dir, 'metrics.jsonl')).toBe(before);
  });

  test('gnp eval finds the weights and their average', async () => {
    const { averaged, loss, errorRate, top5ErrorRate } = numbers(dir).at(-1)!;
    expect(await evaluated(dir)).toMatchObject({ split: 'test', loss, errorRate, top5ErrorRate });
    expect(await evaluated(dir, '--average')).toMatchObject({
      average: true,
      ...(averaged as object),
    });
  });

  test('it tells which classes were taken for which', async () => {
    const { confusion, count, errorRate, classNames } = await evaluated(dir, '--confusion');
    const rows = confusion as number[][];
    const wrong = rows.flatMap((row, i) => row.filter((_, j) => i !== j));
    const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0);
    expect(sum(rows.flat())).toBe(count);
    expect(sum(wrong) / (count as number)).toBe(errorRate);
    expect(JSON.parse(read(dir, 'confusion.json'))).toEqual({
      ...{ split: 'test', step: 5, classNames, confusion },
    });
    const { out } = await gnp('eval', dir, '--confusion');
    expect(out).toMatch(/true \\ predicted +0  +1 .* 9 +error\n0 +0 /);
    expect(trained.out).toMatch(/confused +\d as \d: \d+ \(/);
  });
});

describe('a run with validation images', () => {
  const dir = join(temporary(), 'run');
  let trained: Awaited<ReturnType<typeof train>>;
  beforeAll(async () => {
    trained = await train(dir, '--set=dataset.validationFraction=0.1');
  });

  test('says of every figure what it was measured on', () => {
    expect(trained.out).toMatch(/^validation error /m);
    expect(trained.err).toMatch(/epoch 2 +validation error/);
    expect(numbers(dir).at(-1)).toMatchObject({ split: 'test', testedOn: 'validation' });
    expect(read(dir, 'report.html')).toContain('Validation error');
  });

  test('gnp eval reaches them, and the test images', async () => {
    const { loss, errorRate } = numbers(dir).at(-1)!;
    const validation = { split: 'validation', loss, errorRate };
    expect(await evaluated(dir)).toMatchObject(validation);
    expect(await evaluated(dir, '--split=validation')).toMatchObject(validation);
    const whole = join(temporary(), 'whole');
    await train(whole, '--set=epochs=1');
    const { count } = await evaluated(whole);
    expect(await evaluated(dir, '--split=test')).toMatchObject({ split: 'test', count });
    expect(count).not.toBe((await evaluated(dir)).count);
  });
});

test('gnp eval refuses what a run does not have', async () => {
  const dir = join(temporary(), 'run');
  await train(dir, '--set=epochs=1');
  const refused = async (...flags: string[]) => {
    const { status, err } = await gnp('eval', dir, ...flags);
    expect(status).toBe(2);
    return err;
  };
  expect(await refused('--average')).toContain("begun without 'weightAverage'");
  expect(await refused('--split=validation')).toContain("'dataset.validationFraction' is 0");
  expect(await refused('--split=vaildation')).toContain("Did you mean 'validation'?");
});

test.each([
  ['timeBudget=2x', '\'timeBudget\' is "2x": expected minutes, or a text such as'],
  ['timeBudget=0', "'timeBudget' is 0; it must be greater than 0"],
  ['stepBudget=0', "'stepBudget' is 0; it must be at least 1"],
  ['weightAverage.decay=1', "'weightAverage.decay' is 1; it must be less than 1"],
  ['weightAverage={}', "'weightAverage.decay' is missing"],
  ['earlyStopping.patience=0', "'earlyStopping.patience' is 0"],
  ['earlyStopping={ patience: 2, patince: 3 }', "Did you mean 'earlyStopping.patience'?"],
  ['earlyStopping={ patience: 2, metric: averaged.loss }', "set 'weightAverage.decay'"],
])('%s is refused', async (setting, message) => {
  const { status, err } = await gnp('train', 'quickstart', '--dry-run', `--set=${setting}`);
  expect(status).toBe(2);
  expect(err).toContain(message);
});
