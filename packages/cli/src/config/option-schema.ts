import { z } from 'zod';
import { describeBounds, describeDefault } from '@gnp/options';
import type { Bounds, Described, Option, Options } from '@gnp/options';

/** What pages and messages say of a key of a recipe. */
export interface KeyInfo {
  readonly type: string;
  readonly default: string;
  readonly meaning: string;
}

/** The keys of recipes that have something said of them. */
export const keyInfo = z.registry<KeyInfo>();

/** The name of an option in recipes, which measure time in epochs: `warmupEpochs` for `warmupSteps`. */
export function recipeKey(name: string, { kind }: Option): string {
  if (kind !== 'steps' && kind !== 'milestones') return name;
  return name.replace(/Steps$/, 'Epochs').replace(/^steps$/, 'epochs');
}

/** The keys by which recipes set declared options; what only a program can give has none. */
export function keysOf(options: Options): Record<string, z.ZodType> {
  return Object.fromEntries(
    Object.entries(options)
      .filter(([, { kind }]) => kind !== 'code')
      .flatMap(([name, option]) => [
        [recipeKey(name, option), keyOf(option)],
        ...(isLength(name, option) ? inOtherUnits(name, option) : []),
      ]),
  );
}

/** Whether recipes may give an option in other units, too. */
const isLength = (name: string, { kind, needed }: Option) =>
  kind === 'steps' && !needed && name.endsWith('Steps');

function inOtherUnits(name: string, option: Option): [string, z.ZodType][] {
  const lengthIn = (type: string, meaning: string) =>
    z
      .int()
      .min(0)
      .optional()
      .register(keyInfo, {
        type,
        default: 'optional',
        meaning: `in place of \`${recipeKey(name, option)}\`: the same in ${meaning}`,
      });
  return [
    [name, lengthIn('steps', 'optimizer steps')],
    [name.replace(/Steps$/, 'Images'), lengthIn('images', 'images, as whole batches')],
  ];
}

/** One of several records, which the key `by` names, with its options. */
export function oneOf<About extends Described>(
  by: string,
  records: readonly About[],
  keys: (record: About) => Record<string, z.ZodType> = ({ options }) => keysOf(options),
) {
  const [first, ...others] = records.map((record) =>
    z.strictObject({ [by]: z.literal(record.name), ...keys(record) }),
  );
  return z.discriminatedUnion(by, [first, ...others]);
}

/** Records stay as they are, so each option has its schema made once. */
const made = new WeakMap<Option, z.ZodType>();

function keyOf(option: Option): z.ZodType {
  const key = made.get(option) ?? makeKey(option);
  made.set(option, key);
  return key;
}

function makeKey(option: Option): z.ZodType {
  const { schema, type } = formOf(option);
  const info = { type, default: describeDefault(option), meaning: option.meaning };
  if (option.default !== undefined) return schema.default(option.default).register(keyInfo, info);
  return (option.needed ? schema : schema.optional()).register(keyInfo, info);
}

const listOfNames = () => z.array(z.string().min(1)).min(1);

/** What a recipe may say, and that in words. */
function formOf({ kind, bounds, words }: Option): { schema: z.ZodType; type: string } {
  const number = numberSchema(bounds);
  const inWords = `${bounds.whole ? 'whole number' : 'number'}${describeBounds(bounds)}`;
  switch (kind) {
    case 'number': {
      const epochs = z.number().min(0);
      const ramp = z.strictObject({ from: number, to: number, epochs });
      return { schema: z.union([number, ramp]), type: `${inWords}, or a ramp` };
    }
    case 'constant':
      return { schema: number, type: inWords };
    case 'steps':
      return { schema: z.number().min(0), type: 'epochs' };
    case 'milestones':
      return { schema: z.array(z.number().gt(0)), type: 'list of epochs' };
    case 'flag':
      return { schema: z.boolean(), type: 'true or false' };
    case 'choice':
      return { schema: z.enum(words), type: words.map(quoted).join(', ') };
    case 'text':
      return { schema: z.string().min(1), type: 'text' };
    case 'names':
      return { schema: listOfNames(), type: 'list of texts' };
    case 'mask':
      return {
        schema: z.union([z.enum(words), listOfNames()]),
        type: `${words.map(quoted).join(', ')}, or a list of names`,
      };
    case 'code':
      throw new Error('No recipe can set an option of code.');
  }
}

const quoted = (word: string) => `\`${word}\``;

function numberSchema({ least, above, most, below, whole }: Bounds): z.ZodNumber {
  let schema: z.ZodNumber = whole ? z.int() : z.number();
  if (least !== undefined && least !== -Infinity) schema = schema.min(least);
  if (above !== undefined) schema = schema.gt(above);
  if (most !== undefined) schema = schema.max(most);
  if (below !== undefined) schema = schema.lt(below);
  return schema;
}
