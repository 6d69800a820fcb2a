import { formatCount, formatDuration, formatNumber, formatPercent, formatRate } from '@gnp/report';
import type { Style } from './style.js';
import { widthOf } from './style.js';

/** How a run ended. Error rates are fractions; what is undefined is left out of the table. */
export interface RunSummary {
  errorRate?: number;
  loss?: number;
  top5ErrorRate?: number;
  /** Of the average of the weights. */
  averagedErrorRate?: number;
  /** What these were measured on; `test` by default. */
  testedOn?: string;
  /** Which class was taken for which most often. */
  confused?: string;
  /** The epoch of the lowest test error, and the folder of its checkpoint. */
  best?: { errorRate: number; epoch: number; checkpoint?: string };
  /** The test errors from first to last, as a sparkline. */
  trend?: string;
  /** Why it ended before its last epoch. */
  early?: string;
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
  const { errorRate, loss, top5ErrorRate, averagedErrorRate, best } = run;
  const { parameters, imagesPerSecond, testedOn = 'test' } = run;
  const percent = (share?: number) => (share === undefined ? undefined : formatPercent(share));
  const rows: [string, string | undefined][] = [
    [`${testedOn} error`, errorRate === undefined ? undefined : style.bold(percent(errorRate)!)],
    ['top-5 error', percent(top5ErrorRate)],
    ['averaged', percent(averagedErrorRate)],
    [`${testedOn} loss`, loss === undefined ? undefined : formatNumber(loss)],
    ['best', best && `${formatPercent(best.errorRate)} ${style.dim(`(${whereBest(best)})`)}`],
    ['trend', run.trend && `${run.trend} ${style.dim(`(${testedOn} error)`)}`],
    ['confused', run.confused],
    ['ended early', run.early],
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
