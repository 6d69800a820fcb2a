import type { MetricsLine } from '../metrics.js';
import { nameNonFinite, readNonFinite } from './non-finite-numbers.js';

/**
 * One line of `metrics.jsonl` as JSON, without the line's end. JSON has no NaN and no infinities, so
 * those become the strings "NaN", "Infinity" and "-Infinity", which {@link parseMetricsLine} turns
 * back into numbers; a diverged run stays visible as one. Undefined values are left out.
 *
 * @throws TypeError if `step` or `epoch` is not a finite number, or a value is neither number nor
 *   string nor a group of them.
 */
export function formatMetricsLine(line: MetricsLine): string {
  for (const [key, value] of Object.entries(line)) checkValue(key, value);
  const { split, step, epoch } = line;
  if (!isMetricsLine(line)) {
    throw new TypeError(
      `A metrics line has split ${split}, step ${step} and epoch ${epoch}; expected "train" or "test" and two finite numbers.`,
    );
  }
  return JSON.stringify(line, nameNonFinite);
}

function checkValue(key: string, value: unknown): void {
  if (value === undefined || typeof value === 'number' || typeof value === 'string') return;
  const isGroup = typeof value === 'object' && value !== null && !Array.isArray(value);
  if (!isGroup || key.includes('.')) {
    throw new TypeError(`Metric "${key}" is ${String(value)}; expected a number or a string.`);
  }
  for (const [name, inner] of Object.entries(value)) checkValue(`${key}.${name}`, inner);
}

/** Reads one line of `metrics.jsonl`, or returns undefined if it is not one. */
export function parseMetricsLine(text: string): MetricsLine | undefined {
  try {
    const line: unknown = JSON.parse(text, readNonFinite);
    return isMetricsLine(line) ? line : undefined;
  } catch {
    return undefined;
  }
}

function isMetricsLine(value: unknown): value is MetricsLine {
  const { split, step, epoch } = (value ?? {}) as Partial<Record<string, unknown>>;
  return (split === 'train' || split === 'test') && Number.isFinite(step) && Number.isFinite(epoch);
}
