import type { Writable } from 'node:stream';

/** A place to write text for people: `process.stderr`, or a stand-in. */
export type TextStream = Writable & { isTTY?: boolean; columns?: number };

/** Environment variables. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Marks text for a terminal; each leaves it alone where colours are off. */
export interface Style {
  bold(text: string): string;
  dim(text: string): string;
  green(text: string): string;
}

/** Whether lines can be drawn over: a terminal that is not "dumb". */
export function isInteractive(stream: TextStream, env: Environment): boolean {
  return stream.isTTY === true && env.TERM !== 'dumb';
}

/**
 * Whether a sparkline can be read there: on a terminal whose locale, where it is set, is one of UTF-8; the console of
 * Linux lacks the blocks.
 */
export function drawsSparklines(stream: TextStream, env: Environment = process.env): boolean {
  const locale = env.LC_ALL || env.LC_CTYPE || env.LANG || 'UTF-8';
  return isInteractive(stream, env) && env.TERM !== 'linux' && /utf-?8/i.test(locale);
}

/** The styles of a stream: none unless it is a terminal and NO_COLOR (https://no-color.org) is unset. */
export function styleOf(stream: TextStream, env: Environment = process.env): Style {
  const on = isInteractive(stream, env) && !env.NO_COLOR;
  const mark = (start: number, end: number) => (text: string) =>
    on ? `\u001b[${start}m${text}\u001b[${end}m` : text;
  return { bold: mark(1, 22), dim: mark(2, 22), green: mark(32, 39) };
}

const escape = String.fromCharCode(0x1b);
const marks = new RegExp(`${escape}\\[[0-9;]*m`, 'g');

/** The number of columns a text takes, marks not counted. */
export function widthOf(text: string): number {
  return [...text.replaceAll(marks, '')].length;
}
