import { appendWhole } from './append-whole.js';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { maskedCrc32c } from './crc32c.js';
import {
  fileVersionEvent,
  histogramsEvent,
  scalarsEvent,
  sessionStartEvent,
} from './event-proto.js';
import type { Histogram } from './histogram.js';

/** Writes what TensorBoard shows. */
export interface TensorBoardWriter {
  /** The events file. */
  path: string;
  /** Writes values by tag, such as `train/loss`, at once. They are kept as float32. */
  scalars(step: number, values: Readonly<Record<string, number>>): void;
  /** Writes histograms by tag, such as `gradients/conv1/kernel`, at once. */
  histograms(step: number, values: Readonly<Record<string, Histogram>>): void;
  close(): void;
}

export interface TensorBoardOptions {
  /** For a resumed run, the first step that it will write: TensorBoard drops older points from there on. */
  resumeStep?: number;
  /** Part of the file's name; this machine's name by default. */
  host?: string;
  /** Milliseconds since 1970; `Date.now` by default. */
  now?: () => number;
}

/**
 * Starts a new `events.out.tfevents.<seconds>.<host>` in a folder, as TensorFlow's own writers do. A
 * run that is resumed adds a file of its own beside the earlier ones.
 */
export function openTensorBoard(
  folder: string,
  { resumeStep, host = hostname(), now = Date.now }: TensorBoardOptions = {},
): TensorBoardWriter {
  const seconds = () => now() / 1000;
  mkdirSync(folder, { recursive: true });
  const base = join(folder, `events.out.tfevents.${Math.floor(seconds())}.${host}`);
  const { file, path } = openNew(base);
  const write = (event: Uint8Array) => appendWhole(file, path, tfRecord(event));
  write(fileVersionEvent(seconds()));
  if (resumeStep !== undefined) write(sessionStartEvent({ wallTime: seconds(), step: resumeStep }));
  return {
    path,
    scalars(step, values) {
      write(scalarsEvent({ wallTime: seconds(), step }, values));
    },
    histograms(step, values) {
      write(histogramsEvent({ wallTime: seconds(), step }, values));
    },
    close() {
      closeSync(file);
    },
  };
}

/** A record of a TFRecord file: length, its checksum, the data, their checksum; little-endian. */
function tfRecord(data: Uint8Array): Uint8Array {
  const record = new Uint8Array(12 + data.byteLength + 4);
  const view = new DataView(record.buffer);
  view.setBigUint64(0, BigInt(data.byteLength), true);
  view.setUint32(8, maskedCrc32c(record.subarray(0, 8)), true);
  record.set(data, 12);
  view.setUint32(12 + data.byteLength, maskedCrc32c(data), true);
  return record;
}

/** Two writers that start within one second get different names. */
function openNew(base: string): { file: number; path: string } {
  for (let copy = 0; ; copy++) {
    const path = copy === 0 ? base : `${base}.${copy}`;
    try {
      return { file: openSync(path, 'wx'), path };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}
