import { around } from '@gnp/core';
import type { RuleFactory } from '@gnp/core';
import { describeDefault } from '@gnp/options';
import { markdownTable } from '../terminal/markdown-table.js';
import { passesOf } from './passes-of.js';

/** The rules as a table of Markdown, and lists of their options and of what may be set around them. */
export function rulesMarkdown(rules: readonly RuleFactory[]): string {
  const rows = rules.map((rule) => [
    `\`${rule.name}\``,
    rule.title,
    rule.formula,
    passesOf(rule),
    rule.paper ?? '',
  ]);
  const table = markdownTable([['name', 'rule', 'gradient', 'passes', 'paper'], ...rows]);
  return [table, ...rules.map(sectionOf), aroundSection()].join('\n\n');
}

function sectionOf({ name, title, options, use, note }: RuleFactory): string {
  const rows = Object.entries(options).map(([option, record]) => [
    `\`${option}\``,
    record.kind === 'code' ? 'in code only' : describeDefault(record),
    record.meaning,
  ]);
  const parts = [
    `### \`${name}\`: ${title}`,
    [use, note].filter(Boolean).join('\n'),
    ...(rows.length > 0 ? [markdownTable([['option', 'default', 'meaning'], ...rows])] : []),
  ];
  return parts.join('\n\n');
}

function aroundSection(): string {
  const rows = around.map(({ key, code, option }) => [`\`${code}\``, `\`${key}\``, option.meaning]);
  return [
    '### Around any rule',
    'In the order in which recipes put them around it: the first is innermost.',
    markdownTable([['in code', 'in recipes', 'what it does'], ...rows]),
  ].join('\n\n');
}
