import {
  closeSync,
  existsSync,
  fdatasyncSync,
  openSync,
  readFileSync,
  truncateSync,
} from 'node:fs';
import { appendWhole } from './append-whole.js';
import { writeFileAtomically } from './atomic-write.js';
import type { MetricsLine } from '../metrics.js';
import { formatMetricsLine, parseMetricsLine } from './metrics-line.js';

/** Appends to a metrics log. */
export interface MetricsLog {
  /**
   * Writes one line at once, so that it outlives a killed process.
   *
   * @throws Error naming the file where it cannot be written whole; nothing of it is left then
   */
  append(line: MetricsLine): void;
  /** Returns when all lines are on the disk, so that they outlive a power cut. */
  flush(): void;
  close(): void;
}

/**
 * Opens `metrics.jsonl` for appending and creates it if need be. A torn last line, which a crash in
 * the middle of a write leaves, is cut off first.
 */
export function openMetricsLog(path: string): MetricsLog {
  if (existsSync(path)) truncateSync(path, wholeLines(readFileSync(path)).byteLength);
  const file = openSync(path, 'a');
  return {
    append(line) {
      appendWhole(file, path, new TextEncoder().encode(`${formatMetricsLine(line)}\n`));
    },
    flush() {
      fdatasyncSync(file);
    },
    close() {
      closeSync(file);
    },
  };
}

/**
 * Reads a metrics log: none if there is no file yet. A torn last line is left out.
 *
 * A whole line that stands upon a torn one is read without that.
 *
 * @throws if any other line is not one of metrics, naming its number.
 */
export function readMetrics(path: string): MetricsLine[] {
  return readLines(path).map(({ metrics }) => metrics);
}

/**
 * Drops the lines after a step, atomically: a run that is resumed from a checkpoint will write them
 * again. Those of the step itself stay, so log a step before saving its checkpoint.
 *
 * @returns how many lines were dropped.
 */
export async function truncateMetrics(path: string, step: number): Promise<number> {
  if (!existsSync(path)) return 0;
  const lines = readLines(path);
  const kept = lines.filter(({ metrics }) => metrics.step <= step);
  await writeFileAtomically(path, kept.map(({ text }) => `${text}\n`).join(''));
  return lines.length - kept.length;
}

function readLines(path: string): { text: string; metrics: MetricsLine }[] {
  if (!existsSync(path)) return [];
  const lines = new TextDecoder().decode(wholeLines(readFileSync(path))).split('\n');
  lines.pop();
  return lines.map((text, i) => {
    const metrics = parseMetricsLine(text);
    if (metrics) return { text, metrics };
    const rest = afterTear(text);
    if (rest) return rest;
    throw new Error(
      `Line ${i + 1} of ${path} is not a line of metrics: expected a JSON object with split, step and epoch, found ${JSON.stringify(text.slice(0, 60))}.`,
    );
  });
}

/** A whole line upon a torn one, as older versions left them where the disk was full; undefined where there is none. */
function afterTear(text: string): { text: string; metrics: MetricsLine } | undefined {
  for (let at = text.indexOf('{', 1); at > 0; at = text.indexOf('{', at + 1)) {
    const rest = text.slice(at);
    const metrics = parseMetricsLine(rest);
    if (metrics) return { text: rest, metrics };
  }
  return undefined;
}

/** The bytes up to the last line end: every line is written together with its end. */
function wholeLines(bytes: Uint8Array): Uint8Array {
  return bytes.subarray(0, bytes.lastIndexOf(0x0a) + 1);
}
