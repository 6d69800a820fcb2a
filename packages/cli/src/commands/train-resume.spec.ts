import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { readMetrics } from '@gnp/trainer/node';
import { gnp, numbers, temporary, train } from '../../testing/gnp.js';

describe('gnp train --resume', () => {
  test.each([
    ['the zero-warmup', ['rule.warmup=zero']],
    [
      'a rule with state',
      ['rule.name=look-sam', 'rule.rho=0.05', 'rule.shards=2', 'skipNonFinite=3'],
    ],
  ])('interrupted and resumed with %s, it ends with the same bits', async (_, overrides) => {
    const options = [...overrides, 'epochs=3'].map((override) => `--set=${override}`);
    const [whole, stopped] = [join(temporary(), 'run'), join(temporary(), 'run')];
    await train(whole, ...options);
    const interrupt = setInterval(() => {
      const path = join(stopped, 'metrics.jsonl');
      if (!existsSync(path) || readMetrics(path).length < 2) return;
      clearInterval(interrupt);
      process.emit('SIGINT');
    }, 1);
    const first = await train(stopped, ...options).finally(() => clearInterval(interrupt));
    expect(first.status).toBe(130);
    expect(first.err).toContain(`gnp train --resume --working-dir ${stopped}`);
    const before = readMetrics(join(stopped, 'metrics.jsonl')).length;
    expect((await gnp('train', '--resume', '--working-dir', stopped)).status).toBe(0);
    expect(numbers(stopped).length).toBeGreaterThan(before);
    expect(numbers(stopped)).toEqual(numbers(whole));
    const tensors = ['model', 'optimizer', 'rule'].map(
      (name) => `checkpoints/step-00000009/${name}.safetensors`,
    );
    for (const file of [...tensors, 'confusion.json', 'samples.json']) {
      const bytes = (dir: string) => readFileSync(join(dir, file));
      expect(bytes(stopped).equals(bytes(whole))).toBe(true);
    }
  });

  test('goes on with nothing but what the run was begun with, and one process at a time', async () => {
    const dir = join(temporary(), 'run');
    await train(dir);
    const before = readFileSync(join(dir, 'metrics.jsonl'), 'utf8');
    const resume = async (...more: string[]) => {
      const { status, err } = await gnp('train', '--resume', '--working-dir', dir, ...more);
      expect(status).toBe(2);
      return err;
    };
    for (const flag of ['set=seed=3', 'seed=3', 'backend=cpu', 'threads=2', 'precision=bf16']) {
      expect(await resume(`--${flag}`)).toContain(`leave --${flag.split('=')[0]} out`);
    }
    const lock = join(dir, 'lock');
    writeFileSync(lock, JSON.stringify({ pid: process.pid, host: hostname() }));
    expect(await resume()).toContain(`is being written by process ${process.pid};`);
    rmSync(lock);
    const config = join(dir, 'config.yaml');
    const text = readFileSync(config, 'utf8');
    writeFileSync(config, text.replace('\nseed: 0', '\nseed: 1'));
    expect(await resume()).toMatch(/was changed since step 6 \(now \/ then: seed: 1 \/ 0\)/);
    writeFileSync(config, text.replace(/backend (wasm|onednn):/, 'backend other:'));
    expect(await resume()).toContain("was begun on the backend 'other', but here 'auto' is");
    writeFileSync(config, text.replace('epochs: 2', 'epochs: two'));
    expect(await resume()).toContain(`gnp: ${config}: 'epochs' is "two"`);
    expect(readFileSync(join(dir, 'metrics.jsonl'), 'utf8')).toBe(before);
    // its images may be read by others
    writeFileSync(config, text.replace(/^dataset:/m, 'dataset:\n  workers: 1'));
    expect((await gnp('train', '--resume', '--working-dir', dir)).status).toBe(0);
    // as a version wrote it that had not all of today's keys
    const older = text.replace(/^(precision|grain): .*\n/gm, '');
    expect(older).not.toBe(text);
    writeFileSync(config, older);
    rmSync(join(dir, 'checkpoints'), { recursive: true });
    const { status } = await train(dir, '--resume');
    expect(status).toBe(0);
  });

  test('a run that was killed after its last checkpoint gets what its end would have written', async () => {
    const dir = join(temporary(), 'run');
    await train(dir);
    const files = ['confusion.json', 'samples.json'].map((name) => join(dir, name));
    const before = files.map((file) => readFileSync(file, 'utf8'));
    files.forEach((file) => rmSync(file));
    expect((await gnp('train', '--resume', '--working-dir', dir)).status).toBe(0);
    expect(files.map((file) => readFileSync(file, 'utf8'))).toEqual(before);
  });

  test('a run that was killed before its first checkpoint starts anew', async () => {
    const dir = join(temporary(), 'run');
    await train(dir);
    const expected = numbers(dir);
    rmSync(join(dir, 'checkpoints'), { recursive: true });
    const { status, err } = await gnp('train', '--resume', '--working-dir', dir);
    expect(status).toBe(0);
    expect(err).toContain('no checkpoint yet');
    expect(numbers(dir)).toEqual(expected);
  });
});
