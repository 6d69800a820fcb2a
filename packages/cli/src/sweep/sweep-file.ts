import { basename, dirname, isAbsolute, join } from 'node:path';
import { z } from 'zod';
import { describeIssue } from '../config/describe-issue.js';
import { readYaml } from '../config/read-yaml.js';
import { UsageError } from '../usage-error.js';

/** Overrides by their paths, such as `rule.r: 0.1`. */
const overrides = z.record(z.string(), z.unknown());

const schema = z.strictObject({
  description: z.string().optional(),
  recipe: z.string().min(1),
  set: overrides.default({}),
  seeds: z.array(z.int().min(0)).min(1).default([0]),
  trials: z.record(z.string().regex(/^[\w.+-]+$/), overrides).optional(),
  grid: z.record(z.string(), z.array(z.unknown()).min(1)).default({}),
});

/** What a sweep file says. */
export interface SweepFile {
  /** The name of the file without its ending. */
  readonly name: string;
  readonly description?: string | undefined;
  /** The name of a recipe, or the path of a file. */
  readonly recipe: string;
  /** What all trials have in common, by the paths of settings. */
  readonly set: Readonly<Record<string, unknown>>;
  readonly seeds: readonly number[];
  /** Settings of each trial, by its name. */
  readonly trials?: Readonly<Record<string, Readonly<Record<string, unknown>>>> | undefined;
  /** Values of settings, of which every combination is tried. */
  readonly grid: Readonly<Record<string, readonly unknown[]>>;
}

/**
 * Reads a sweep file. A recipe that is a file is looked for from where the sweep file is.
 *
 * @throws UsageError if it cannot be read, or a line for each thing that is wrong
 */
export function readSweepFile(path: string): SweepFile {
  const { value: input } = readYaml(path, 'sweep', 'recipe: quickstart');
  const result = schema.safeParse(input);
  if (!result.success) {
    const lines = result.error.issues.map((issue) => describeIssue(issue, schema, input));
    throw new UsageError(lines.map((line) => `${path}: ${line}`).join('\n'));
  }
  const { recipe, seeds } = result.data;
  const twice = seeds.find((seed, i) => seeds.indexOf(seed) < i);
  if (twice !== undefined) throw new UsageError(`${path}: 'seeds' has ${twice} twice.`);
  const isOwn = /\.(ya?ml|json)$/i.test(recipe) && !isAbsolute(recipe);
  return {
    ...result.data,
    name: basename(path).replace(/\.\w+$/, ''),
    recipe: isOwn ? join(dirname(path), recipe) : recipe,
  };
}
