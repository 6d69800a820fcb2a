import {
  closeSync,
  existsSync,
  fdatasyncSync,
  openSync,
  readFileSync,
  truncateSync,
  writeSync,
} from 'node:fs';
import { writeFileAtomically } from './atomic-write.js';
import type { MetricsLine } from '../metrics.js';
import { formatMetricsLine, parseMetricsLine } from './metrics-line.js';

/** Appends to a metrics log. */
export interface MetricsLog {
  /** Writes one line at once, so that it outlives a killed process. */
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
      // one write: other readers see whole lines
      writeSync(file, `${formatMetricsLine(line)}\n`);
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
    throw new Error(
      `Line ${i + 1} of ${path} is not a line of metrics: expected a JSON object with split, step and epoch, found ${JSON.stringify(text.slice(0, 60))}.`,
    );
  });
}

/** The bytes up to the last line end: every line is written together with its end. */
function wholeLines(bytes: Uint8Array): Uint8Array {
  return bytes.subarray(0, bytes.lastIndexOf(0x0a) + 1);
}
