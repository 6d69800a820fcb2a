import { allRules } from '@gnp/core';
import type { RuleFactory } from '@gnp/core';
import { describeDefault, suggest } from '@gnp/options';
import { styleOf } from '../terminal/style.js';
import { renderTable } from '../terminal/table.js';
import { UsageError } from '../usage-error.js';
import { passesOf } from './passes-of.js';
import { rulesMarkdown } from './rules-markdown.js';

/** `gnp rules [name]`: lists the gradient rules, or shows the options of one. */
export function rulesCommand(
  name: string | undefined,
  { markdown }: { readonly markdown?: boolean },
): number {
  if (markdown) {
    console.log(rulesMarkdown(allRules));
    return 0;
  }
  if (name === undefined) {
    const { dim } = styleOf(process.stdout);
    const header = ['name', 'passes', 'options', 'paper'].map(dim);
    const rows = allRules.map((record) => [
      record.name,
      passesOf(record),
      Object.keys(record.options).join(', '),
      record.paper ?? '',
    ]);
    console.log(renderTable([header, ...rows]));
    return 0;
  }
  const record = allRules.find((one) => one.name === name);
  if (!record) {
    const known = allRules.map((one) => one.name);
    throw new UsageError(`There is no rule '${name}'.${suggest(name, known)}`);
  }
  showRule(record);
  return 0;
}

function showRule(rule: RuleFactory): void {
  const { name, title, paper, formula, options, use, note } = rule;
  const { bold } = styleOf(process.stdout);
  console.log(`${bold(name)}: ${title}${paper ? ` (${paper})` : ''}\n`);
  console.log(`  ${formula}\n`);
  const rows = Object.entries(options)
    .filter(([, { kind }]) => kind !== 'code')
    .map(([option, record]) => [`  ${option}`, describeDefault(record), record.meaning]);
  if (rows.length > 0) console.log(`${renderTable(rows)}\n`);
  console.log(`Forward and backward passes a step: ${passesOf(rule)}`);
  console.log(use);
  if (note) console.log(note);
}
