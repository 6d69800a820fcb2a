import { fullSettings, quickSettings, studyRows } from '../studies/dln/study.js';
import type { Row } from '../studies/dln/study.js';
import { formatNumber } from '@gnp/report';
import { styleOf } from '../terminal/style.js';
import { renderTable } from '../terminal/table.js';
import { suggest } from '@gnp/options';
import { UsageError } from '../usage-error.js';

/** Flags of `gnp study`. */
export interface StudyOptions {
  readonly quick?: boolean;
  readonly seeds: string;
  readonly json?: boolean;
}

/** `gnp study`: repeats an experiment of the papers and prints its table. */
export function studyCommand(name: string, { quick, seeds, json }: StudyOptions): number {
  if (name !== 'dln') throw new UsageError(`There is no study '${name}'.${suggest(name, ['dln'])}`);
  const count = Number(seeds);
  if (!Number.isInteger(count) || count < 1) {
    throw new UsageError(`--seeds is '${seeds}'; expected a whole number from 1 on.`);
  }
  const { bold, dim } = styleOf(process.stdout);
  const all = Array.from({ length: count }, (_, seed) => seed);
  if (!json) {
    console.log(
      'Diagonal linear networks, β = u⊙u - v⊙v, trained by gradient descent in float64 on',
    );
    console.log('noiseless sparse regression: Karakida et al., ICML 2023, arXiv 2210.02720.');
    console.log(`Means over ${count} seed${count > 1 ? 's' : ''}; ± is their deviation.`);
  }
  for (const setting of quick ? quickSettings : fullSettings) {
    const rows = studyRows(setting, all);
    if (json) {
      for (const row of rows) console.log(JSON.stringify({ setting: setting.title, ...row }));
      continue;
    }
    const { alpha0, learningRate, steps } = setting.training;
    console.log(`\n${bold(setting.title)}`);
    console.log(dim(`α ${alpha0}, learning rate ${learningRate}, ${steps} steps\n`));
    console.log(renderTable([header.map(dim), ...rows.map(cellsOf)]));
  }
  return 0;
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
