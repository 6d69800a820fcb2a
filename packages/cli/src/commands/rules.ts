import { allRules } from '@gnp/core';
import type { RuleFactory } from '@gnp/core';
import { printListing, renderListing } from '../terminal/listing.js';
import type { Listing, ListingFlags } from '../terminal/listing.js';
import { chosen, isPattern } from '../terminal/name-pattern.js';
import { styleOf } from '../terminal/style.js';
import { renderTable } from '../terminal/table.js';
import { optionRecords, optionRows } from './option-records.js';
import { costInPasses, passesOf } from './passes-of.js';
import { rulesMarkdown } from './rules-markdown.js';

/** Flags of `gnp rules`. */
export interface RulesFlags extends ListingFlags {
  readonly markdown?: boolean;
}

/** `gnp rules [pattern]`: lists the gradient rules, or shows the options of one. */
export function rulesCommand(
  pattern: string | undefined,
  { markdown, ...flags }: RulesFlags,
): number {
  if (markdown) console.log(rulesMarkdown(allRules));
  else {
    const rules = chosen(pattern, allRules, 'rule');
    const isOne = pattern !== undefined && !isPattern(pattern);
    printListing(isOne ? shown(rules[0]) : listed(rules), flags);
  }
  return 0;
}

function listed(rules: readonly RuleFactory[]): Listing {
  return {
    text: () => [
      renderListing(
        ['name', 'passes', 'options', 'paper'],
        rules.map((rule) => [
          rule.name,
          passesOf(rule),
          Object.keys(rule.options).join(', '),
          rule.paper ?? '',
        ]),
      ),
    ],
    json: () => rules.map(recordOf),
    quiet: () => rules.map(({ name }) => name),
  };
}

function shown(rule: RuleFactory): Listing {
  const options = ownOptions(rule);
  return {
    text() {
      const { name, title, paper, formula, use, note } = rule;
      const { bold } = styleOf(process.stdout);
      const rows = optionRows(options).map(([option, ...others]) => [`  ${option}`, ...others]);
      return [
        `${bold(name)}: ${title}${paper ? ` (${paper})` : ''}\n`,
        `  ${formula}\n`,
        ...(rows.length > 0 ? [`${renderTable(rows)}\n`] : []),
        `Forward and backward passes a step: ${passesOf(rule)}`,
        use,
        ...(note ? [note] : []),
      ];
    },
    json: () => recordOf(rule),
    quiet: () => Object.keys(options),
  };
}

/** Those that a recipe may set. */
const ownOptions = ({ options }: RuleFactory) =>
  Object.fromEntries(Object.entries(options).filter(([, { kind }]) => kind !== 'code'));

function recordOf(rule: RuleFactory) {
  const { name, title, formula, paper, use, note } = rule;
  return {
    ...{ name, title, formula, paper, use, note },
    ...costInPasses(rule),
    options: optionRecords(ownOptions(rule)),
  };
}
