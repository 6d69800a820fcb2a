import type { Mean } from './mean.js';

const unknown = '–';

/** A duration in milliseconds for people: `850ms`, `4.2s`, `1m 23s`, `2h 05m`, `3d 04h`. */
export function formatDuration(ms: number): string {
  if (!Number.isFinite(ms) || ms < 0) return unknown;
  if (ms < 999.5) return `${Math.round(ms)}ms`;
  if (ms < 9_950) return `${(ms / 1000).toFixed(1)}s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds}s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)}m ${pad(seconds % 60)}s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 1440) return `${Math.floor(minutes / 60)}h ${pad(minutes % 60)}m`;
  const hours = Math.round(minutes / 60);
  return `${Math.floor(hours / 24)}d ${pad(hours % 24)}h`;
}

/** A count for people, to three digits: `950`, `1.23k`, `11.2M`, `146M`, `1.2B`. */
export function formatCount(count: number): string {
  if (!Number.isFinite(count)) return unknown;
  const size = Math.abs(count);
  if (size < 1000) return String(Number(count.toPrecision(3)));
  const suffixes = ['', 'k', 'M', 'B', 'T'];
  let power = Math.min(Math.floor(Math.log10(size) / 3), suffixes.length - 1);
  // 999 999 rounds up to the next suffix
  if (Number((size / 1000 ** power).toPrecision(3)) >= 1000 && suffixes[power + 1]) power++;
  return `${Number((count / 1000 ** power).toPrecision(3))}${suffixes[power]}`;
}

/** A rate with its unit: `formatRate(1234, 'images')` is `1.23k images/s`. */
export function formatRate(perSecond: number, unit: string): string {
  return `${formatCount(perSecond)} ${unit}/s`;
}

/** A fraction as a percentage, with two decimals by default: 0.0345 is `3.45%`. */
export function formatPercent(fraction: number, decimals = 2): string {
  return Number.isFinite(fraction) ? `${(fraction * 100).toFixed(decimals)}%` : String(fraction);
}

/** A mean of fractions as a percentage, with its standard error where it has one: `3.45% ± 0.12`. */
export function formatMeanPercent({ mean, standardError }: Mean): string {
  const points = standardError === undefined ? '' : ` ± ${(100 * standardError).toFixed(2)}`;
  return `${formatPercent(mean)}${points}`;
}

/** A setting of a configuration, in JSON but for words; `–` where there is none. */
export function formatSetting(value: unknown): string {
  if (value === null || value === undefined) return unknown;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** A measured number to four significant digits: `0.1235`, `12.35`, `1.235e-7`, `NaN`. */
export function formatNumber(value: number): string {
  if (value === 0 || !Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  if (size < 1e-4 || size >= 1e6) return value.toExponential(3);
  return size >= 1000 ? value.toFixed(0) : value.toPrecision(4);
}

function pad(number: number): string {
  return String(number).padStart(2, '0');
}
