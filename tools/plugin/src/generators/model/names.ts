import type { Tree } from '@nx/devkit';
import { camelCase, capitalized, wordsOf } from '../names';

/** The forms of a model's name. */
export interface Names {
  /** `my-net` */
  readonly name: string;
  /** `MyNet`, of types and functions. */
  readonly className: string;
  /** `myNetModels`, of the registry entries. */
  readonly entries: string;
  /** `My Net`, of the family. */
  readonly title: string;
}

/**
 * The forms of a name.
 *
 * @throws Error if it is no name of a model, or taken
 */
export function namesOf(tree: Tree, name: string): Names {
  const words = wordsOf('model', name, 'my-net');
  const folder = 'packages/models/src/families';
  const figures = tree.read('packages/models/src/known-figures.ts', 'utf8') ?? '';
  if (tree.exists(`${folder}/${name}.ts`) || new RegExp(`^\\s*'?${name}'?:`, 'm').test(figures)) {
    throw new Error(`There is a model or a family named '${name}' already.`);
  }
  return {
    name,
    className: words.map(capitalized).join(''),
    entries: `${camelCase(words)}Models`,
    title: words.map(capitalized).join(' '),
  };
}
