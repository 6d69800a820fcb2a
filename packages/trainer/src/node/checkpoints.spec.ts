import {
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exampleCheckpoint as example } from '../../testing/example-checkpoint.js';
import { loadCheckpoint, saveCheckpoint } from './checkpoints.js';
import { listCheckpoints } from './checkpoint-folders.js';

describe('checkpoints', () => {
  let run: string;
  const inCheckpoints = (...names: string[]) => join(run, 'checkpoints', ...names);
  const saveAll = async (...steps: number[]) => {
    for (const step of steps) await saveCheckpoint(run, example(step), { keep: 9 });
  };
  beforeEach(async () => {
    run = await mkdtemp(join(tmpdir(), 'gnp-checkpoint-'));
  });
  afterEach(() => rm(run, { recursive: true }));

  /** Flips one bit of a file. */
  async function corrupt(path: string, position = -1): Promise<void> {
    const bytes = await readFile(path);
    bytes[position < 0 ? bytes.length + position : position] ^= 1;
    await writeFile(path, bytes);
  }

  it('gives back what was saved', async () => {
    const { path } = await saveCheckpoint(run, example(123));
    expect(path).toBe(inCheckpoints('step-00000123'));
    const { path: from, skipped, ...loaded } = await loadCheckpoint(run);
    expect(from).toBe(path);
    expect(skipped).toEqual([]);
    expect(loaded).toEqual(example(123));
    expect(Object.is(loaded.tensors.model.kernel.data[1], -0)).toBe(true);
    expect(await readdir(inCheckpoints())).toEqual(['step-00000123']);
  });

  it('keeps the newest two', async () => {
    for (const step of [1, 2, 10]) await saveCheckpoint(run, example(step));
    expect((await listCheckpoints(run)).map(({ step }) => step)).toEqual([2, 10]);
  });

  it('keeps the best beside the newest two, until there is a better one', async () => {
    const steps = async () => (await listCheckpoints(run)).map(({ step }) => step);
    for (const step of [1, 2, 10, 12]) await saveCheckpoint(run, example(step), { best: 2 });
    expect(await steps()).toEqual([2, 10, 12]);
    await saveCheckpoint(run, example(13), { best: 13 });
    expect(await steps()).toEqual([12, 13]);
    for (const step of [14, 15]) await saveCheckpoint(run, example(step), { best: 13 });
    expect(await steps()).toEqual([13, 14, 15]);
  });

  it('keeps the best and the newest where a better one cannot be written', async () => {
    for (const step of [1, 2, 3]) await saveCheckpoint(run, example(step), { best: 1 });
    const good = example(4);
    const bad = { ...good, state: { ...good.state, elapsedMs: NaN } };
    await expect(saveCheckpoint(run, bad, { best: 4 })).rejects.toThrow('state.elapsedMs is NaN');
    expect((await listCheckpoints(run)).map(({ step }) => step)).toEqual([1, 2, 3]);
  });

  it('drops checkpoints of a later step, which a resumed run has yet to reach again', async () => {
    await saveAll(10, 20, 30);
    await saveCheckpoint(run, example(15));
    expect((await listCheckpoints(run)).map(({ step }) => step)).toEqual([10, 15]);
  });

  it('loads the step asked for, or a checkpoint folder itself', async () => {
    await saveAll(1, 2, 3);
    expect((await loadCheckpoint(run, 2)).step).toBe(2);
    expect((await loadCheckpoint(inCheckpoints('step-00000001'))).step).toBe(1);
    await expect(loadCheckpoint(run, 4)).rejects.toThrow('no checkpoint of step 4');
    await expect(loadCheckpoint(run, 4)).rejects.toThrow('there are 1, 2, 3');
  });

  it('says clearly that there is nothing to load', async () => {
    await expect(loadCheckpoint(run)).rejects.toThrow(`There are no checkpoints in ${run}`);
    await expect(loadCheckpoint(join(run, 'absent'))).rejects.toThrow('There are no checkpoints');
    expect(await listCheckpoints(run)).toEqual([]);
  });

  it.each([
    ['model.safetensors', -1],
    ['optimizer.safetensors', 9],
    ['state.json', 40],
  ])('names the corrupted file: %s', async (name, position) => {
    await saveAll(1);
    const path = inCheckpoints('step-00000001', name);
    await corrupt(path, position);
    await expect(loadCheckpoint(run)).rejects.toThrow(`Checkpoint file ${path} is corrupted`);
  });

  it('notices a changed number in the state', async () => {
    await saveAll(1);
    const path = inCheckpoints('step-00000001', 'state.json');
    const text = await readFile(path, 'utf8');
    await writeFile(path, text.replace('"elapsedMs": 7', '"elapsedMs": 8'));
    await expect(loadCheckpoint(run)).rejects.toThrow('do not match its own SHA-256');
  });

  it('notices files that are cut short or missing', async () => {
    await saveAll(1);
    const path = inCheckpoints('step-00000001', 'model.safetensors');
    await truncate(path, 10);
    await expect(loadCheckpoint(run, 1)).rejects.toThrow('it has 10 bytes instead of');
    await rm(path);
    await expect(loadCheckpoint(run, 1)).rejects.toThrow('it is missing');
  });

  it('passes over a corrupted latest checkpoint and says so', async () => {
    await saveAll(1, 2, 3);
    await corrupt(inCheckpoints('step-00000003', 'model.safetensors'));
    await writeFile(inCheckpoints('step-00000002', 'state.json'), '{"form');
    const loaded = await loadCheckpoint(run);
    expect(loaded.step).toBe(1);
    expect(loaded.skipped.map(({ step }) => step)).toEqual([3, 2]);
    expect(loaded.skipped[0].error.message).toContain('model.safetensors is corrupted');
    expect(loaded.skipped[1].error.message).toContain('state.json is corrupted: it is not JSON');
  });

  it('never passes over the checkpoint that was asked for by step', async () => {
    await saveAll(1, 2);
    await corrupt(inCheckpoints('step-00000002', 'model.safetensors'));
    await expect(loadCheckpoint(run, 2)).rejects.toThrow('is corrupted');
  });

  it('refuses a format of the future', async () => {
    await saveAll(1);
    const path = inCheckpoints('step-00000001', 'state.json');
    await writeFile(path, (await readFile(path, 'utf8')).replace('"format": 2', '"format": 3'));
    await expect(loadCheckpoint(run)).rejects.toThrow(
      'has format 3, but this version reads format 2',
    );
  });

  it('ignores the leftovers of dead writers, and the next save removes them', async () => {
    await saveAll(1);
    const dead = `.tmp-${2 ** 30}-abc`;
    const deadTwin = `.tmp-${process.pid}-abc`;
    const alive = `.tmp-${process.ppid}-abc`;
    for (const name of [dead, deadTwin, alive]) {
      await mkdir(inCheckpoints(name));
      await writeFile(inCheckpoints(name, 'model.safetensors'), 'torn');
    }
    expect((await loadCheckpoint(run)).step).toBe(1);
    await saveAll(2);
    expect((await readdir(inCheckpoints())).sort()).toEqual([
      alive,
      'step-00000001',
      'step-00000002',
    ]);
  });

  it('survives two saves at once', async () => {
    await Promise.all([saveAll(1), saveAll(2)]);
    expect((await loadCheckpoint(run)).skipped).toEqual([]);
    expect((await readdir(inCheckpoints())).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  it('replaces the checkpoint of the same step', async () => {
    await saveAll(1);
    await saveCheckpoint(run, { ...example(1), config: 'new' });
    expect((await loadCheckpoint(run)).config).toBe('new');
    expect(await readdir(inCheckpoints())).toEqual(['step-00000001']);
  });

  it('finds the old one if a crash came between setting it aside and replacing it', async () => {
    await saveAll(1);
    await rename(inCheckpoints('step-00000001'), inCheckpoints('step-00000001.old'));
    expect((await loadCheckpoint(run)).step).toBe(1);
    await saveAll(2);
    expect((await listCheckpoints(run)).map(({ step }) => step)).toEqual([1, 2]);
    await saveAll(1);
    expect(await readdir(inCheckpoints())).toEqual(['step-00000001']);
  });

  it('leaves the run as it was when the state cannot be written', async () => {
    await saveAll(1);
    const bad = { ...example(2), config: { best: Infinity } };
    await expect(saveCheckpoint(run, bad)).rejects.toThrow('config.best is Infinity');
    expect(await readdir(inCheckpoints())).toEqual(['step-00000001']);
  });

  it('refuses steps and counts that make no sense', async () => {
    await expect(saveCheckpoint(run, example(-1))).rejects.toThrow('Checkpoint step is -1');
    await expect(saveCheckpoint(run, example(1), { keep: 0 })).rejects.toThrow('keep is 0');
  });
});
