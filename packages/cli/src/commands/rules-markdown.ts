import { describeOption } from '@gnp/core';
import type { RuleRecord } from '@gnp/core';

/** The rules as a table of Markdown, and a list of their options under it. */
export function rulesMarkdown(records: readonly RuleRecord[]): string {
  const rows = records.map(({ name, title, formula, passes, paper = '' }) =>
    [`\`${name}\``, title, formula, passes, paper].map(escaped),
  );
  const table = tableOf([['name', 'rule', 'gradient', 'passes', 'paper'], ...rows]);
  return [table, ...records.map(sectionOf)].join('\n\n');
}

function sectionOf({ name, title, options, use, note }: RuleRecord): string {
  const rows = Object.entries(options).map(([option, record]) => {
    const { meaning, value } = describeOption(record);
    return [`\`${option}\``, value, escaped(meaning)];
  });
  const parts = [
    `### \`${name}\`: ${title}`,
    [use, note].filter(Boolean).join('\n'),
    ...(rows.length > 0 ? [tableOf([['option', 'default', 'meaning'], ...rows])] : []),
  ];
  return parts.join('\n\n');
}

/** A table as Prettier would write it. */
function tableOf(rows: readonly (readonly string[])[]): string {
  const widths = rows[0].map((_, i) => Math.max(3, ...rows.map((row) => [...row[i]].length)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, i) => cell + ' '.repeat(widths[i] - [...cell].length)).join(' | ')} |`;
  const [header, ...body] = rows;
  return [line(header), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)].join(
    '\n',
  );
}

/** ‖ is no pipe, but | would be. */
function escaped(text: string): string {
  return text.replaceAll('|', '\\|');
}
