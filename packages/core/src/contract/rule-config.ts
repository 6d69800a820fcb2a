import type { RuleAbout, RuleConfig } from './rule.js';

/**
 * A rule and its options as JSON can hold them; what has its default is left out.
 *
 * @throws Error if an option is a function
 */
export function configOf(
  { name, options }: RuleAbout,
  values: Readonly<Record<string, unknown>>,
): RuleConfig {
  const own = Object.entries(values).filter(
    ([option, value]) => value !== undefined && value !== options[option].default,
  );
  for (const [option, value] of own) checkSaveable(`Option '${option}' of '${name}'`, value);
  return { name, options: Object.fromEntries(own) };
}

/**
 * @param what it is, as the message begins
 * @throws Error if a value is a function, or holds something that JSON cannot
 */
export function checkSaveable(what: string, value: unknown): void {
  if (Array.isArray(value)) {
    for (const item of value) checkSaveable(what, item);
    return;
  }
  if (['number', 'string', 'boolean'].includes(typeof value)) return;
  const kind = value instanceof RegExp ? 'a regular expression' : `a ${typeof value}`;
  throw new Error(
    `${what} is ${kind}, which cannot be saved with a model. ` +
      `Save the model without its optimizer, and make the rule anew when you load it.`,
  );
}
