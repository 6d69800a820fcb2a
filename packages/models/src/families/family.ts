import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Options } from '@gnp/options';
import type { ModelEntry } from '../model-entry.js';
import type { BuildOptions } from '../task-options.js';

/** A family as it is declared. */
interface FamilyDefinition<O extends Options, Name extends string, Variant> {
  readonly title: string;
  /** Where it was published. */
  readonly paper: { readonly title: string; readonly url: string };
  /** The options of its models, besides those of the task. */
  readonly options: O;
  /** What tells its models apart, by their names; and their size of images, unless it is 32 pixels. */
  readonly models: Readonly<Record<Name, Variant & { readonly imageSize?: number }>>;
  /** One line on what sets a model apart. */
  readonly summary: (variant: Variant, name: string) => string;
  /** Builds a model of any variant. */
  readonly build: (name: string, variant: Variant, options: BuildOptions<O>) => LayersModel;
}

/** The registry entries of a family, by name. */
export type Family<O extends Options, Name extends string> = Readonly<Record<Name, ModelEntry<O>>>;

/** Declares a family: its registry entries, of which come the types and checks of its options. */
export function defineFamily<const O extends Options, const Name extends string, Variant>({
  title: family,
  paper,
  options,
  models,
  summary,
  build,
}: FamilyDefinition<O, Name, Variant>): Family<O, Name> {
  const entries = Object.entries<Variant & { readonly imageSize?: number }>(models).map(
    ([name, variant]): [string, ModelEntry<O>] => [
      name,
      {
        ...{ name, family, paper, options },
        summary: summary(variant, name),
        imageSize: variant.imageSize ?? 32,
        build: (given) => build(name, variant, given),
      },
    ],
  );
  return Object.fromEntries(entries) as Family<O, Name>;
}
