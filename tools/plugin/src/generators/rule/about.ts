/** What a rule's record says in words. */
export interface RuleWords {
  readonly title: string;
  readonly paper: string;
  readonly formula: string;
  readonly use: string;
}

/** What stands where words are missing; no page may say so (`readme.spec.ts` of conformance). */
export const placeholder = 'yet to be written';

/**
 * The words that a rule's record begins with.
 *
 * @throws Error if there is no title, or no paper with its year
 */
export function wordsAbout({
  title,
  paper,
  formula = placeholder,
  use = placeholder,
}: Partial<RuleWords>): RuleWords {
  if (!title?.trim()) throw new Error('A rule needs a title: --title "…".');
  if (!paper || !/\b(19|20)\d\d\b/.test(paper)) {
    throw new Error(
      `A rule needs its paper and the year, got '${paper ?? ''}': ` +
        `--paper "AUTHORS, CONFERENCE YEAR, arXiv NUMBER".`,
    );
  }
  return {
    title: title.trim(),
    paper: paper.trim().replace(/\.$/, ''),
    formula: formula.trim(),
    use: use.trim(),
  };
}
