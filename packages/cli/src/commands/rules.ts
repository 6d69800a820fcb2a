import { describeOption, ruleRecords } from '@gnp/core';
import type { RuleRecord } from '@gnp/core';
import { suggest } from '../config/describe-issue.js';
import { styleOf } from '../terminal/style.js';
import { renderTable } from '../terminal/table.js';
import { UsageError } from '../usage-error.js';
import { rulesMarkdown } from './rules-markdown.js';

/** `gnp rules [name]`: lists the gradient rules, or shows the options of one. */
export function rulesCommand(
  name: string | undefined,
  { markdown }: { readonly markdown?: boolean },
): number {
  if (markdown) {
    console.log(rulesMarkdown(ruleRecords));
    return 0;
  }
  if (name === undefined) {
    const { dim } = styleOf(process.stdout);
    const header = ['name', 'passes', 'options', 'paper'].map(dim);
    const rows = ruleRecords.map((record) => [
      record.name,
      record.passes,
      Object.keys(record.options).join(', '),
      record.paper ?? '',
    ]);
    console.log(renderTable([header, ...rows]));
    return 0;
  }
  const record = ruleRecords.find((one) => one.name === name);
  if (!record) {
    const known = ruleRecords.map((one) => one.name);
    throw new UsageError(`There is no rule '${name}'.${suggest(name, known)}`);
  }
  showRule(record);
  return 0;
}

function showRule({ name, title, paper, formula, passes, options, use, note }: RuleRecord): void {
  const { bold } = styleOf(process.stdout);
  console.log(`${bold(name)}: ${title}${paper ? ` (${paper})` : ''}\n`);
  console.log(`  ${formula}\n`);
  const rows = Object.entries(options).map(([option, record]) => {
    const { meaning, value } = describeOption(record);
    return [`  ${option}`, value, meaning];
  });
  if (rows.length > 0) console.log(`${renderTable(rows)}\n`);
  console.log(`Forward and backward passes a step: ${passes}`);
  console.log(use);
  if (note) console.log(note);
}
