import { formatCount, formatDuration, formatNumber, formatPercent, formatRate } from '@gnp/report';
import type { Style } from './style.js';
import { widthOf } from './style.js';

/** How a run ended. Error rates are fractions; what is undefined is left out of the table. */
export interface RunSummary {
  errorRate?: number;
  loss?: number;
  /** The epoch of the lowest test error, and the folder of its checkpoint. */
  best?: { errorRate: number; epoch: number; checkpoint?: string };
  /** Epochs done. */
  epochs: number;
  steps: number;
  parameters?: number;
  imagesPerSecond?: number;
  elapsedMs: number;
  /** The run folder. */
  dir: string;
  /** What to type next; `gnp eval <dir>` by default. */
  next?: string;
}

const plain: Style = { bold: (text) => text, dim: (text) => text, green: (text) => text };

/** The final table of a run, names left and values right of one column, without a line's end. */
export function renderSummary(run: RunSummary, style: Style = plain): string {
  const { errorRate, loss, best, parameters, imagesPerSecond } = run;
  const rows: [string, string | undefined][] = [
    ['test error', errorRate === undefined ? undefined : style.bold(formatPercent(errorRate))],
    ['test loss', loss === undefined ? undefined : formatNumber(loss)],
    ['best', best && `${formatPercent(best.errorRate)} ${style.dim(`(${whereBest(best)})`)}`],
    ['epochs', `${run.epochs} ${style.dim(`(${formatCount(run.steps)} steps)`)}`],
    ['parameters', parameters === undefined ? undefined : formatCount(parameters)],
    ['speed', imagesPerSecond === undefined ? undefined : formatRate(imagesPerSecond, 'images')],
    ['time', formatDuration(run.elapsedMs)],
    ['run folder', run.dir],
    ['next', style.green(run.next ?? `gnp eval ${quote(run.dir)}`)],
  ];
  return renderRows(rows, style);
}

/** Aligns names and values in two columns; rows without a value are left out. */
export function renderRows(
  rows: readonly (readonly [string, string | undefined])[],
  style: Style = plain,
): string {
  const shown = rows.filter(([, value]) => value !== undefined);
  const width = Math.max(0, ...shown.map(([name]) => widthOf(name)));
  const line = (name: string, value = '') =>
    `${style.dim(name)}${' '.repeat(width - widthOf(name))}  ${value}`;
  return shown.map(([name, value]) => line(name, value)).join('\n');
}

function whereBest({ epoch, checkpoint }: NonNullable<RunSummary['best']>): string {
  return checkpoint === undefined ? `epoch ${epoch}` : `epoch ${epoch}, ${checkpoint}`;
}

/** A path as a shell takes it. */
function quote(path: string): string {
  return /^[\w@%+=:,./-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`;
}
