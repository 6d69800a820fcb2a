/**
 * The words of a name.
 *
 * @param what it is the name of, as the message says it: 'model'
 * @param example of a name that would do
 * @throws Error if the name is not in kebab case
 */
export function wordsOf(what: string, name: string, example: string): string[] {
  if (/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name)) return name.split('-');
  throw new Error(
    `'${name}' is no name of a ${what}: lower case with '-' between words, as in '${example}'.`,
  );
}

/** With its first letter in upper case. */
export const capitalized = (word: string) => word[0].toUpperCase() + word.slice(1);

/** Words as the name of a variable: `myNet`. */
export const camelCase = ([first, ...others]: readonly string[]) =>
  first + others.map(capitalized).join('');
