import { fullSettings, quickSettings, studyRows } from '../studies/dln/study.js';
import type { Row, Setting } from '../studies/dln/study.js';
import { formatNumber } from '@gnp/report';
import { printListing, renderListing } from '../terminal/listing.js';
import type { ListingFlags } from '../terminal/listing.js';
import { styleOf } from '../terminal/style.js';
import { suggest } from '@gnp/options';
import { UsageError } from '../usage-error.js';

/** Flags of `gnp study`. */
export interface StudyOptions extends ListingFlags {
  readonly quick?: boolean;
  readonly seeds: string;
}

/** `gnp study`: repeats an experiment of the papers and prints its table. */
export function studyCommand(name: string, { quick, seeds, ...flags }: StudyOptions): number {
  if (name !== 'dln') throw new UsageError(`There is no study '${name}'.${suggest(name, ['dln'])}`);
  const count = Number(seeds);
  if (!Number.isInteger(count) || count < 1) {
    throw new UsageError(`--seeds is '${seeds}'; expected a whole number from 1 on.`);
  }
  const all = Array.from({ length: count }, (_, seed) => seed);
  const settings = quick ? quickSettings : fullSettings;
  printListing(
    {
      // table by table: the whole study takes minutes
      *text() {
        yield introduction(count);
        for (const setting of settings) yield renderStudy(setting, studyRows(setting, all));
      },
      json: () =>
        settings.flatMap((setting) =>
          studyRows(setting, all).map((row) => ({ setting: setting.title, ...row })),
        ),
      quiet: () => settings.map((setting) => leastError(studyRows(setting, all)).rule),
    },
    flags,
  );
  return 0;
}

const introduction = (seeds: number) =>
  [
    'Diagonal linear networks, β = u⊙u - v⊙v, trained by gradient descent in float64 on',
    'noiseless sparse regression: Karakida et al., ICML 2023, arXiv 2210.02720.',
    `Means over ${seeds} seed${seeds > 1 ? 's' : ''}; ± is their deviation.`,
  ].join('\n');

const leastError = (rows: readonly Row[]) => rows.reduce((a, b) => (b.error < a.error ? b : a));

function renderStudy({ title, training }: Setting, rows: readonly Row[]): string {
  const { bold, dim } = styleOf(process.stdout);
  const { alpha0, learningRate, steps } = training;
  return [
    `\n${bold(title)}`,
    dim(`α ${alpha0}, learning rate ${learningRate}, ${steps} steps\n`),
    renderListing(header, rows.map(cellsOf)),
  ].join('\n');
}

const header = ['rule', 'γ', 'ε', 'error ‖β-β*‖²', '‖β‖₁', 'effective α', 'predicted', 'loss'];

function cellsOf(row: Row): string[] {
  const { rule, gamma, epsilon, error, errorDeviation, l1, diverged } = row;
  const number = (value: number) => (value === 0 ? '' : String(value));
  const note = diverged > 0 ? ` (${diverged} diverged)` : '';
  return [
    rule,
    number(gamma),
    number(epsilon),
    `${formatNumber(error)} ± ${formatNumber(errorDeviation)}${note}`,
    formatNumber(l1),
    formatNumber(row.effectiveAlpha),
    formatNumber(row.predictedAlpha),
    row.loss.toExponential(1),
  ];
}
