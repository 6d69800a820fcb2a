import { describeOption } from '@gnp/core';
import type { RuleRecord } from '@gnp/core';
import { markdownTable } from '../terminal/markdown-table.js';

/** The rules as a table of Markdown, and a list of their options under it. */
export function rulesMarkdown(records: readonly RuleRecord[]): string {
  const rows = records.map(({ name, title, formula, passes, paper = '' }) => [
    `\`${name}\``,
    title,
    formula,
    passes,
    paper,
  ]);
  const table = markdownTable([['name', 'rule', 'gradient', 'passes', 'paper'], ...rows]);
  return [table, ...records.map(sectionOf)].join('\n\n');
}

function sectionOf({ name, title, options, use, note }: RuleRecord): string {
  const rows = Object.entries(options).map(([option, record]) => {
    const { meaning, value } = describeOption(record);
    return [`\`${option}\``, value, meaning];
  });
  const parts = [
    `### \`${name}\`: ${title}`,
    [use, note].filter(Boolean).join('\n'),
    ...(rows.length > 0 ? [markdownTable([['option', 'default', 'meaning'], ...rows])] : []),
  ];
  return parts.join('\n\n');
}
