/** Where a family was published. */
export interface Paper {
  readonly title: string;
  readonly url: string;
}

/**
 * The paper that a family is credited to.
 *
 * @throws Error if it has no title, or no address
 */
export function checkPaper(title: string, url: string): Paper {
  if (!title?.trim()) {
    throw new Error('A family needs the title of its paper: --paper-title "…".');
  }
  if (!URL.canParse(url) || new URL(url).protocol !== 'https:') {
    throw new Error(
      `A family needs the address of its paper, got '${url}': --paper-url https://arxiv.org/abs/NUMBER.`,
    );
  }
  return { title: title.trim(), url };
}
