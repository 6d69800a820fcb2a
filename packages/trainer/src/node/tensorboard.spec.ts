import { readDoubles, readFields, readRecords } from '../../testing/read-events.js';
import type { Fields } from '../../testing/read-events.js';
import type { Run } from '../callback.js';
import { logTensorBoard } from './log-tensorboard.js';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { histogramOf } from './histogram.js';
import { openTensorBoard } from './tensorboard.js';

const text = (value: unknown) => new TextDecoder().decode(value as Uint8Array);

describe('the TensorBoard writer', () => {
  let folder: string;
  const options = { host: 'here', now: () => 1_700_000_000_250 };
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gnp-tensorboard-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const eventsOf = (path: string) => readRecords(readFileSync(path)).map(readFields);

  it('writes events that a reader of the format understands', () => {
    const writer = openTensorBoard(folder, options);
    writer.scalars(3, { 'train/loss': 0.5, 'train/errorRate': NaN });
    writer.scalars(5_000_000_000, { 'test/loss': -0.25 });
    writer.close();
    const [version, first, second] = eventsOf(writer.path);
    expect(version.slice(0, 2)).toEqual([
      [1, 1_700_000_000.25],
      [2, 0n],
    ]);
    expect([version[2][0], text(version[2][1])]).toEqual([3, 'brain.Event:2']);
    const scalars = (event: Fields) => {
      expect(event[0]).toEqual([1, 1_700_000_000.25]);
      expect([event[1][0], event[2][0]]).toEqual([2, 5]);
      const values = readFields(event[2][1] as Uint8Array).map(([number, value]) => {
        const [name, simple] = readFields(value as Uint8Array);
        expect([number, name[0], simple[0]]).toEqual([1, 1, 2]);
        return [text(name[1]), simple[1]];
      });
      return [event[1][1], values];
    };
    expect(scalars(first)).toEqual([
      3n,
      [
        ['train/loss', 0.5],
        ['train/errorRate', NaN],
      ],
    ]);
    expect(scalars(second)).toEqual([5_000_000_000n, [['test/loss', -0.25]]]);
  });

  it('writes histograms', () => {
    const writer = openTensorBoard(folder, options);
    const histogram = histogramOf([0.5, 0, -3])!;
    writer.histograms(7, { 'gradients/a': histogram });
    writer.close();
    const [, event] = eventsOf(writer.path);
    expect(event[1]).toEqual([2, 7n]);
    const [[, value]] = readFields(event[2][1] as Uint8Array);
    const [tag, [number, proto]] = readFields(value as Uint8Array);
    expect([text(tag[1]), number]).toEqual(['gradients/a', 5]);
    const [min, max, count, sum, squares, limits, counts] = readFields(proto as Uint8Array);
    expect([min, max, count, sum, squares]).toEqual([
      [1, -3],
      [2, 0.5],
      [3, 3],
      [4, -2.5],
      [5, 9.25],
    ]);
    expect([limits, counts].map(([field, packed]) => [field, readDoubles(packed)])).toEqual([
      [6, histogram.limits],
      [7, histogram.counts],
    ]);
  });

  it('names the file as TensorFlow does, and never writes into an existing one', () => {
    const names = [0, 1].map(() => {
      const writer = openTensorBoard(folder, options);
      writer.close();
      return basename(writer.path);
    });
    expect(names).toEqual([
      'events.out.tfevents.1700000000.here',
      'events.out.tfevents.1700000000.here.1',
    ]);
  });

  it('tells TensorBoard where a resumed run takes over', () => {
    const writer = openTensorBoard(folder, { ...options, resumeStep: 300 });
    writer.close();
    const [, start] = eventsOf(writer.path);
    expect(start.slice(0, 2)).toEqual([
      [1, 1_700_000_000.25],
      [2, 300n],
    ]);
    expect(start[2][0]).toBe(7);
    expect(readFields(start[2][1] as Uint8Array)).toEqual([[1, 1n]]);
  });

  it('tells it, too, where an earlier try left events before its first checkpoint', () => {
    const begin = () => {
      const callback = logTensorBoard(folder);
      void callback.onTrainBegin?.({ state: { step: 0 } } as Run);
      void callback.onTrainEnd?.({} as Run, { reason: 'stopped' });
    };
    // events after the first of each file, which names the version of the format
    const later = () =>
      readdirSync(folder).flatMap((name) => eventsOf(join(folder, name)).slice(1));
    begin();
    expect(later()).toEqual([]);
    begin();
    expect(later()).toEqual([[expect.anything(), [2, 1n], expect.anything()]]);
  });

  it('refuses steps that the format cannot hold', () => {
    const writer = openTensorBoard(folder, options);
    expect(() => writer.scalars(-1, { a: 1 })).toThrow('step of an event is -1');
    expect(() => writer.scalars(0.5, { a: 1 })).toThrow('step of an event is 0.5');
    writer.close();
    expect(eventsOf(writer.path)).toHaveLength(1);
  });
});
