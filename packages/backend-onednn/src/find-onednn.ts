import { Onednn } from './engine/onednn.js';
import { usesReferenceCode } from './engine/reference-code.js';
import { OnednnUnavailableError } from './errors.js';
import { cpuFeatures } from './native/cpu-features.js';
import { openLibrary } from './native/library.js';

/** Whether oneDNN can be used here. */
export interface OnednnStatus {
  readonly available: boolean;
  /** The library's version, such as `2.6.3`. */
  readonly version?: string;
  /** The library's file, or the name under which it was found. */
  readonly path?: string;
  /** Vector extensions that it will use, best first, such as `['amx', 'avx512-bf16', …]`. */
  readonly cpuFeatures: readonly string[];
  /** Why it is not available. */
  readonly reason?: string;
  /** What would make it available. */
  readonly hint?: string;
}

/** Whether this processor is one that the library has nothing but reference code for, once that was tried. */
let isReference: boolean | undefined;

/** Looks for the oneDNN library; never throws. The first call opens it, later ones are free. */
export function findOnednn(): OnednnStatus {
  try {
    const library = openLibrary();
    const { path, version: numbers } = library;
    const version = `${numbers.major}.${numbers.minor}.${numbers.patch}`;
    if (process.arch !== 'x64' && (isReference ??= usesReferenceCode(new Onednn(library)))) {
      const reason =
        `oneDNN ${version} (${path}) has only reference code for this processor (${process.arch}), which is ` +
        'slower than WebAssembly.';
      const hint = 'Point GNP_ONEDNN_LIBRARY at a build with the Arm Compute Library.';
      return { available: false, version, path, cpuFeatures: [], reason, hint };
    }
    return { available: true, version, path, cpuFeatures: cpuFeatures(library) };
  } catch (error) {
    if (!(error instanceof OnednnUnavailableError)) throw error;
    return { available: false, cpuFeatures: [], reason: error.message, hint: error.hint };
  }
}
