import { UsageError } from '../usage-error.js';

type Section = Record<string, unknown>;

/** The keys by which a recipe says how long the run is: exactly one of them. */
const lengths = ['epochs', 'steps'] as const;

/** The key for the same length in the other unit: `warmupSteps` for `warmupEpochs`, and the other way round. */
function inOtherUnit(key: string): string | undefined {
  if (key.endsWith('Epochs')) return key.replace(/Epochs$/, 'Steps');
  return key.endsWith('Steps') ? key.replace(/Steps$/, 'Epochs') : undefined;
}

/** The keys of a recipe that a setting takes the place of: the same length in another unit. */
export function replacedBy(keys: readonly string[]): readonly string[] {
  const [key, inner] = keys;
  if (keys.length === 2) return [inOtherUnit(inner)].filter((other) => other !== undefined);
  const isLength = keys.length === 1 && (lengths as readonly string[]).includes(key);
  return isLength ? lengths.filter((other) => other !== key) : [];
}

/**
 * Of a section's length that is given in steps, takes away the default in epochs.
 *
 * @throws UsageError if a length is given twice, or the run has none
 */
export function settleLengths(given: unknown, config: object): void {
  const recipe = given as Section;
  const said = lengths.filter((key) => recipe[key] !== undefined);
  if (said.length === 0) {
    throw new UsageError(
      "'epochs' is missing: how often the training images are gone through; or 'steps', how many optimizer steps are taken.",
    );
  }
  if (said.length > 1) refuse('', said);
  for (const [name, section] of Object.entries(config) as [string, unknown][]) {
    if (typeof section !== 'object' || section === null) continue;
    for (const key of Object.keys(section).filter((key) => key.endsWith('Steps'))) {
      const other = inOtherUnit(key)!;
      if ((recipe[name] as Section)[other] !== undefined) refuse(`${name}.`, [other, key]);
      delete (section as Section)[other];
    }
  }
}

function refuse(prefix: string, keys: readonly string[]): never {
  const [one, other] = keys.map((key) => `'${prefix}${key}'`);
  throw new UsageError(`${one} and ${other} are both given; leave one of them out.`);
}
