import type { Run } from '../callback.js';
import { logTensorBoard } from './log-tensorboard.js';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { maskedCrc32c } from './crc32c.js';
import { openTensorBoard } from './tensorboard.js';

type Fields = [number, bigint | number | Uint8Array][];

/** The payloads of a TFRecord file, checksums checked. */
function readRecords(file: Uint8Array): Uint8Array[] {
  const records: Uint8Array[] = [];
  for (let at = 0; at < file.byteLength;) {
    const view = new DataView(file.buffer, file.byteOffset + at);
    const length = Number(view.getBigUint64(0, true));
    expect(view.getUint32(8, true)).toBe(maskedCrc32c(file.subarray(at, at + 8)));
    const data = file.subarray(at + 12, at + 12 + length);
    expect(data.byteLength).toBe(length);
    expect(view.getUint32(12 + length, true)).toBe(maskedCrc32c(data));
    records.push(data);
    at += 16 + length;
  }
  return records;
}

/** The fields of a protocol buffers message, in order. */
function readFields(message: Uint8Array): Fields {
  const view = new DataView(message.buffer, message.byteOffset, message.byteLength);
  const fields: Fields = [];
  let at = 0;
  const varint = () => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = message[at++];
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  };
  while (at < message.byteLength) {
    const tag = Number(varint());
    const number = tag >> 3;
    switch (tag & 7) {
      case 0:
        fields.push([number, varint()]);
        break;
      case 1:
        fields.push([number, view.getFloat64(at, true)]);
        at += 8;
        break;
      case 2: {
        const length = Number(varint());
        fields.push([number, message.subarray(at, at + length)]);
        at += length;
        break;
      }
      case 5:
        fields.push([number, view.getFloat32(at, true)]);
        at += 4;
        break;
      default:
        throw new Error(`wire type ${tag & 7}`);
    }
  }
  return fields;
}

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
