import fs from 'node:fs';
import { appendFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MetricsLine, TestMetrics, TrainMetrics } from '../metrics.js';
import { openMetricsLog, readMetrics, truncateMetrics } from './metrics-log.js';

const train = (step: number, changes: Partial<TrainMetrics> = {}): TrainMetrics => ({
  split: 'train',
  step,
  epoch: 1,
  loss: 1 / step,
  errorRate: 0.5,
  learningRate: 0.1,
  rule: { name: 'gnp', r: 0.05, alpha: 0.8 },
  passes: 2,
  gradientNorm: 3,
  updateNorm: 0.3,
  parameterNorm: 30,
  imagesPerSecond: 100,
  dataTimeMs: 1,
  stepTimeMs: 10,
  ...changes,
});
const test = (step: number): TestMetrics => ({
  split: 'test',
  step,
  epoch: 1,
  loss: 1,
  errorRate: 0.1,
});

describe('the metrics log', () => {
  let folder: string;
  let path: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gnp-metrics-'));
    path = join(folder, 'metrics.jsonl');
  });
  afterEach(() => rm(folder, { recursive: true }));

  const write = (...lines: MetricsLine[]) => {
    const log = openMetricsLog(path);
    lines.forEach((line) => log.append(line));
    log.close();
  };

  it('gives back what was appended, over several sittings', () => {
    write(train(1), test(1));
    write(train(2, { perturbedGradientNorm: 4, note: 'x' }));
    expect(readMetrics(path)).toEqual([
      train(1),
      test(1),
      train(2, { perturbedGradientNorm: 4, note: 'x' }),
    ]);
    expect(readMetrics(path).filter(({ split }) => split === 'test')).toEqual([test(1)]);
  });

  it('writes one JSON object a line, at once', () => {
    const log = openMetricsLog(path);
    log.append(test(1));
    expect(readFileSync(path, 'utf8')).toBe(
      '{"split":"test","step":1,"epoch":1,"loss":1,"errorRate":0.1}\n',
    );
    log.close();
  });

  it('brings its lines to the disk when asked', () => {
    const sync = jest.spyOn(jest.requireActual<typeof fs>('node:fs'), 'fdatasyncSync');
    const log = openMetricsLog(path);
    log.append(test(1));
    expect(sync).not.toHaveBeenCalled();
    log.flush();
    expect(sync).toHaveBeenCalledTimes(1);
    log.close();
    sync.mockRestore();
  });

  it('keeps NaN and the infinities', () => {
    const diverged = train(1, { loss: NaN, gradientNorm: Infinity, updateNorm: -Infinity });
    write(diverged);
    expect(readFileSync(path, 'utf8')).toContain('"loss":"NaN"');
    expect(readMetrics(path)).toEqual([diverged]);
  });

  it('refuses lines that are none', () => {
    expect(() => write({ ...test(1), step: NaN })).toThrow('step NaN');
    expect(() => write({ ...test(1), split: 'validation' } as unknown as MetricsLine)).toThrow(
      'split validation',
    );
    const withNull = { ...test(1), loss: null } as unknown as MetricsLine;
    expect(() => write(withNull)).toThrow('Metric "loss" is null');
  });

  it.each(['{"split":"train","st', '\0\0\0\0', 'oops'])('survives a torn last line: %j', (torn) => {
    write(train(1));
    appendFileSync(path, torn);
    expect(readMetrics(path)).toEqual([train(1)]);
    write(train(2));
    expect(readMetrics(path)).toEqual([train(1), train(2)]);
  });

  it('names a broken line elsewhere', () => {
    write(train(1));
    appendFileSync(path, 'oops\n');
    write(train(2));
    expect(() => readMetrics(path)).toThrow(`Line 2 of ${path} is not a line of metrics`);
  });

  it('has no lines before the first', () => {
    expect(readMetrics(path)).toEqual([]);
  });

  it('drops the lines after a step and leaves the others as they were', async () => {
    write(train(1), train(2), test(2), train(3), test(3));
    appendFileSync(path, '{"torn');
    const before = readFileSync(path, 'utf8').split('\n').slice(0, 3);
    expect(await truncateMetrics(path, 2)).toBe(2);
    expect(readFileSync(path, 'utf8')).toBe(`${before.join('\n')}\n`);
    expect(readdirSync(folder)).toEqual(['metrics.jsonl']);
  });

  it('drops nothing where there is nothing', async () => {
    expect(await truncateMetrics(path, 2)).toBe(0);
    expect(existsSync(path)).toBe(false);
  });

  it('never truncates a log that it cannot read', async () => {
    writeFileSync(path, 'oops\n');
    await expect(truncateMetrics(path, 0)).rejects.toThrow('Line 1');
    expect(readFileSync(path, 'utf8')).toBe('oops\n');
  });

  it('mends a line that stands upon a torn one', () => {
    const [first, second] = [1, 2].map((step) =>
      JSON.stringify({ split: 'test', step, epoch: 1, rule: { r: 1 } }),
    );
    writeFileSync(path, `${first}\n${first.slice(0, 12)}${second}\n`);
    expect(readMetrics(path).map(({ step }) => step)).toEqual([1, 2]);
  });

  it('writes a line whole, however little is taken at a time, or not at all', () => {
    const log = openMetricsLog(path);
    log.append(test(1));
    const write = fs.writeSync;
    let room = 30;
    const spy = jest.spyOn(fs, 'writeSync').mockImplementation(((
      file: number,
      bytes: Uint8Array,
      from: number,
    ) => {
      if (room === 0) throw Object.assign(new Error('ENOSPC: no space left'), { code: 'ENOSPC' });
      const count = Math.min(7, room, bytes.length - from);
      room -= count;
      return write(file, bytes, from, count);
    }) as typeof fs.writeSync);
    expect(() => log.append(test(2))).toThrow(`Cannot write to ${path}: the disk is full.`);
    room = 1000;
    log.append(test(3));
    spy.mockRestore();
    log.close();
    expect(readMetrics(path).map(({ step }) => step)).toEqual([1, 3]);
  });
});
