import { appendFileSync, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gnp, numbers, temporary, train } from '../../testing/gnp.js';

test('--quiet tells of nothing but warnings, and prints where the run is', async () => {
  const dir = join(temporary(), 'run');
  const { status, out, err } = await train(dir, '--quiet');
  expect({ status, out, err }).toEqual({ status: 0, out: `${dir}\n`, err: '' });
  const again = await gnp('train', '--resume', '--working-dir', dir, '-q');
  expect(again).toMatchObject({
    out: `${dir}\n`,
    err: expect.stringMatching(/^The run is done: /),
  });
});

describe('keeps the checkpoint of the best epoch', () => {
  // After the first epoch nothing changes any more: the first of four equal epochs is the best.
  const model = ['name=vit-ti16', 'depthMultiplier=0.1', 'dropout=0', 'attentionDropout=0'];
  const options = [
    ...model.map((option) => `--set=model.${option}`),
    '--set=learningRate={ schedule: piecewise, peak: 0.01, epochs: [1], factor: 1e-20 }',
    '--set=l2=0',
    '--set=epochs=4',
  ];
  const kept = (dir: string) =>
    readdirSync(join(dir, 'checkpoints')).map((name) => Number(name.slice(5)));
  const tests = (dir: string) => numbers(dir).filter(({ split }) => split === 'test');
  const evaluated = async (dir: string, which: string) =>
    JSON.parse((await gnp('eval', dir, '--json', '--checkpoint', which)).out);

  test('beside the newest two, for gnp eval to find', async () => {
    const dir = join(temporary(), 'run');
    const { out } = await train(dir, ...options, '--set=checkpointEveryEpochs=1');
    expect(tests(dir).map(({ step }) => step)).toEqual([3, 6, 9, 12]);
    expect(new Set(tests(dir).map(({ errorRate }) => errorRate)).size).toBe(1);
    expect(kept(dir)).toEqual([3, 9, 12]);
    expect(out).toContain(`(epoch 1, ${join(dir, 'checkpoints/step-00000003')})`);
    const { loss, errorRate } = tests(dir)[0];
    expect(await evaluated(dir, 'best')).toMatchObject({ step: 3, loss, errorRate });
    expect(await evaluated(dir, 'last')).toMatchObject({ step: 12 });
  });

  test('though a crash came between the metrics of a better one and its checkpoint', async () => {
    const dir = join(temporary(), 'run');
    await train(dir, ...options, '--set=checkpointEveryEpochs=1');
    const better = { ...tests(dir)[3], step: 15, epoch: 5, errorRate: 0 };
    appendFileSync(join(dir, 'metrics.jsonl'), `${JSON.stringify(better)}\n`);
    const early = await gnp('eval', dir, '--checkpoint=best');
    expect(early.err).toContain('There is no checkpoint of step 15');
    expect((await gnp('train', '--resume', '--working-dir', dir)).status).toBe(0);
    expect(kept(dir)).toEqual([3, 9, 12]);
    expect(await evaluated(dir, 'best')).toMatchObject({ step: 3 });
  });

  test('where none was due, over an interrupt', async () => {
    const dir = join(temporary(), 'run');
    const interrupt = setInterval(() => {
      if (!existsSync(join(dir, 'metrics.jsonl')) || tests(dir).length < 2) return;
      clearInterval(interrupt);
      process.emit('SIGINT');
    }, 1);
    const { status } = await train(dir, ...options).finally(() => clearInterval(interrupt));
    expect(status).toBe(130);
    expect(kept(dir)[0]).toBe(3);
    expect((await gnp('train', '--resume', '--working-dir', dir)).status).toBe(0);
    expect(kept(dir)).toEqual([3, expect.any(Number), 12]);
    expect(await evaluated(dir, 'best')).toMatchObject({ step: 3 });
  });
});
