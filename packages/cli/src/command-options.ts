import { Option } from 'commander';

/** `--json`, of a command that lists: one line for programs. */
export const jsonOption = (what: string): Option =>
  new Option('--json', `print ${what} as one line of JSON`).conflicts('quiet');

/** `--quiet`, of a command that lists or that shows how far it is: what other commands take, one a line. */
export const quietOption = (what: string): Option =>
  new Option('-q, --quiet', `print nothing but ${what}`);

/** `--markdown`: the tables of a page. */
export const markdownOption = (what: string): Option =>
  new Option('--markdown', `print ${what} as a page`).conflicts(['json', 'quiet']);

/** `--set`, which may be given again. */
export const setOption = (): Option =>
  new Option('--set <path.to.key=value>', 'override a setting; may be given again').argParser(
    (value: string, before: string[] = []) => [...before, value],
  );
