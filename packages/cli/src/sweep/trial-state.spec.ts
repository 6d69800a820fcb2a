import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadConfig } from '../config/load-config.js';
import { small, temporary, train } from '../../testing/gnp.js';
import { stateOfTrial } from './trial-state.js';

/** The state of a run in `DIR/trial` that is made with these settings besides the small ones. */
async function stateOf(dir: string, ...settings: string[]) {
  const flags = [...small, '--set=epochs=2'].map((flag) => flag.replace('--set=', ''));
  const set = [...flags, ...settings];
  const loaded = await loadConfig('quickstart', { set });
  return stateOfTrial(dir, { name: 'a', seed: 0, folder: 'trial', set, loaded });
}

test('a run that ended early by its own settings is done', async () => {
  const dir = temporary();
  expect(await stateOf(dir, 'stepBudget=4')).toEqual({ stage: 'waiting' });
  await train(join(dir, 'trial'), '--set=stepBudget=4');
  const { stage, figures } = await stateOf(dir, 'stepBudget=4');
  expect(stage).toBe('done');
  expect(figures?.final).toMatchObject({ step: 4, epoch: 2 });
});

test('a run whose checkpoints were deleted is done, unless it was killed before it saved one', async () => {
  const dir = temporary();
  await train(join(dir, 'trial'));
  rmSync(join(dir, 'trial/checkpoints'), { recursive: true });
  expect((await stateOf(dir)).stage).toBe('done');
  writeFileSync(join(dir, 'trial/lock'), '{}');
  expect((await stateOf(dir)).stage).toBe('begun');
});

test('a run that was interrupted is not', async () => {
  const dir = temporary();
  const interrupt = setInterval(() => {
    if (!existsSync(join(dir, 'trial/metrics.jsonl'))) return;
    clearInterval(interrupt);
    process.emit('SIGINT');
  }, 1);
  const trained = train(join(dir, 'trial'), '--set=epochs=200');
  const { status } = await trained.finally(() => clearInterval(interrupt));
  expect(status).toBe(130);
  expect((await stateOf(dir, 'epochs=200')).stage).toBe('begun');
});
