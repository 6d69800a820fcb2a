import type { Tree } from '@nx/devkit';

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
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name)) {
    throw new Error(
      `'${name}' is no name of a model: lower case with '-' between words, as in 'my-net'.`,
    );
  }
  const folder = 'packages/models/src/families';
  const figures = tree.read('packages/models/src/known-figures.ts', 'utf8') ?? '';
  if (tree.exists(`${folder}/${name}.ts`) || new RegExp(`^\\s*'?${name}'?:`, 'm').test(figures)) {
    throw new Error(`There is a model or a family named '${name}' already.`);
  }
  const words = name.split('-').map((word) => word[0].toUpperCase() + word.slice(1));
  const className = words.join('');
  return {
    name,
    className,
    entries: `${className[0].toLowerCase()}${className.slice(1)}Models`,
    title: words.join(' '),
  };
}
