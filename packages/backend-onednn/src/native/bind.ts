import { OnednnUnavailableError } from '../errors.js';
import type { OnednnLibrary } from './library.js';

/** A bound foreign function: numbers, strings and typed arrays in, the status or value out. */
type NativeFunction = (...args: unknown[]) => number;

/** The functions of a table of C declarations. */
export type Bound<Declarations> = Readonly<Record<keyof Declarations, NativeFunction>>;

/** @throws OnednnUnavailableError when the library lacks one */
export function bindAll<Declarations extends Readonly<Record<string, string>>>(
  library: OnednnLibrary,
  declarations: Declarations,
): Bound<Declarations> {
  const bind = (declaration: string): NativeFunction => {
    try {
      return library.handle.func(declaration) as NativeFunction;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new OnednnUnavailableError(`${library.path} lacks a function of oneDNN: ${reason}.`);
    }
  };
  const entries = Object.entries(declarations).map(([name, c]) => [name, bind(c)] as const);
  return Object.fromEntries(entries) as Bound<Declarations>;
}
