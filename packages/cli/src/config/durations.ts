import { UsageError } from '../usage-error.js';

type Section = Record<string, unknown>;

/** The keys by which a recipe says how long the run is: exactly one of them. */
const lengths = ['epochs', 'steps', 'images'] as const;

/** How the names of lengths within a section end: `warmupEpochs`, `warmupSteps`, `warmupImages`. */
const units = ['Epochs', 'Steps', 'Images'] as const;

/** The section whose `trainImages` is no length of time. */
const withoutLengths = 'dataset';

/** The keys for the same length in other units: `warmupSteps` and `warmupImages` for `warmupEpochs`, and so on. */
function inOtherUnits(key: string): string[] {
  const unit = units.find((one) => key.endsWith(one));
  if (unit === undefined) return [];
  const name = key.slice(0, -unit.length);
  return units.filter((other) => other !== unit).map((other) => name + other);
}

/** The keys of a recipe that a setting takes the place of: the same length in other units. */
export function replacedBy(keys: readonly string[]): readonly string[] {
  const [key, inner] = keys;
  if (keys.length === 2) return key === withoutLengths ? [] : inOtherUnits(inner);
  const isLength = keys.length === 1 && (lengths as readonly string[]).includes(key);
  return isLength ? lengths.filter((other) => other !== key) : [];
}

/** What a checked configuration says of the length of the run. */
interface Lengths {
  readonly batchSize: number;
  steps?: number | undefined;
  images?: number | undefined;
}

/**
 * Makes lengths in images ones in steps, of whole batches; of a section's length that is given in steps or images, takes away
 * the default in epochs.
 *
 * @throws UsageError if a length is given twice, or the run has none
 */
export function settleLengths(given: unknown, config: Lengths): void {
  const recipe = given as Section;
  const said = lengths.filter((key) => recipe[key] !== undefined);
  if (said.length === 0) {
    throw new UsageError(
      "'epochs' is missing: how often the training images are gone through; or 'steps', how many optimizer steps are taken; or 'images', how many images.",
    );
  }
  if (said.length > 1) refuse('', said);
  const { batchSize, images } = config;
  if (images !== undefined) config.steps = Math.ceil(images / batchSize);
  delete config.images;
  for (const [name, section] of Object.entries(config) as [string, unknown][]) {
    if (typeof section !== 'object' || section === null || name === withoutLengths) continue;
    settleSection(name, recipe[name] as Section, section as Section, batchSize);
  }
}

function settleSection(name: string, said: Section, section: Section, batchSize: number): void {
  for (const key of Object.keys(section).filter((key) => /(Steps|Images)$/.test(key))) {
    const others = inOtherUnits(key);
    const other = others.find((one) => said[one] !== undefined);
    if (other !== undefined) refuse(`${name}.`, [other, key]);
    if (key.endsWith('Images')) {
      section[key.replace(/Images$/, 'Steps')] = Math.round((section[key] as number) / batchSize);
      delete section[key];
    }
    for (const epochs of others.filter((one) => one.endsWith('Epochs'))) delete section[epochs];
  }
}

function refuse(prefix: string, keys: readonly string[]): never {
  const [one, other] = keys.map((key) => `'${prefix}${key}'`);
  throw new UsageError(`${one} and ${other} are both given; leave one of them out.`);
}
