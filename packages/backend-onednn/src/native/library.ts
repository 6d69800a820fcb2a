import { readFileSync } from 'node:fs';
import koffi from 'koffi';
import { OnednnUnavailableError } from '../errors.js';
import type { LoadAttempt } from '../errors.js';
import { libraryCandidates } from './candidates.js';
import { keepLoaded } from './keep-loaded.js';

/** An opened shared object: what koffi's `load` gives, as far as it is used. */
export interface SharedObject {
  /** Binds the function that a C declaration names; throws when there is none. */
  func(declaration: string): (...args: unknown[]) => unknown;
}

export interface Version {
  readonly major: number;
  readonly minor: number;
  readonly patch: number;
}

/** With OpenMP, whichever, or not at all. */
type Threading = 'openmp' | 'none';

/** The oneDNN library, opened. */
export interface OnednnLibrary {
  readonly path: string;
  readonly version: Version;
  /** How it was built to share work among threads. */
  readonly threading: Threading;
  readonly handle: SharedObject;
}

let opened: OnednnLibrary | OnednnUnavailableError | undefined;

/**
 * Opens the oneDNN library, once in a process's thread.
 *
 * @throws OnednnUnavailableError when there is none that this package can use
 */
export function openLibrary(): OnednnLibrary {
  opened ??= tryOpen(libraryCandidates(process.platform, process.env));
  if (opened instanceof OnednnUnavailableError) throw opened;
  return opened;
}

/** Opens the first usable library among `paths`, or says why none is. */
export function tryOpen(paths: Iterable<string>): OnednnLibrary | OnednnUnavailableError {
  const attempts: LoadAttempt[] = [];
  if (process.platform === 'win32') {
    return new OnednnUnavailableError('The onednn backend does not run on Windows yet.', [], '');
  }
  for (const path of paths) {
    try {
      const handle = koffi.load(path);
      keepLoaded(path);
      const { version, runtime } = readVersion(handle);
      const objection = checkVersion(version) ?? checkRuntime(runtime);
      const threading = runtime === openmp ? 'openmp' : 'none';
      if (!objection) return { path: resolvePath(path), version, threading, handle };
      attempts.push({ path, reason: objection });
    } catch (error) {
      attempts.push({ path, reason: error instanceof Error ? error.message : String(error) });
    }
  }
  const tried = attempts.map(({ path, reason }) => `${path} (${reason})`).join('; ');
  return new OnednnUnavailableError(
    `No oneDNN library that can be used was found. Tried ${tried}.`,
    attempts,
  );
}

/** Why a version cannot be used, or undefined where it can. */
export function checkVersion({ major, minor, patch }: Version): string | undefined {
  const name = `${major}.${minor}.${patch}`;
  const needed = '2.6, a later 2.x or 3.x is needed';
  if (major > 3) return `version ${name} is newer than the interfaces known here; ${needed}`;
  if (major < 2 || (major === 2 && minor < 6)) return `version ${name} is too old; ${needed}`;
  return undefined;
}

/** `dnnl_cpu_runtime`: what the library was built to run its threads with. */
const [sequential, openmp] = [1, 2];
const otherRuntimes: Readonly<Record<number, string>> = {
  4: 'TBB',
  8: 'a thread pool',
  512: 'SYCL',
};

/** Why a library that was built for some threading runtime cannot be used, or undefined where it can. */
export function checkRuntime(runtime: number): string | undefined {
  if (runtime === openmp || runtime === sequential) return undefined;
  const name = otherRuntimes[runtime] ?? `runtime ${runtime}`;
  return `it was built for ${name}, whose threads cannot be controlled from here; a build for OpenMP is needed`;
}

/** `dnnl_version_t`: three numbers, the address of a hash, and the runtime. */
function readVersion(handle: SharedObject): { version: Version; runtime: number } {
  const address = handle.func('void *dnnl_version()')();
  const [major, minor, patch] = koffi.decode(address, 'int', 3) as number[];
  const runtime = koffi.decode(address, runtimeOffset, 'uint32_t') as number;
  return { version: { major, minor, patch }, runtime };
}

/** In `dnnl_version_t` on machines with 64-bit pointers. */
const runtimeOffset = 24;

/** The file behind a bare library name, where the system tells. */
function resolvePath(path: string): string {
  if (path.includes('/') || process.platform !== 'linux') return path;
  const maps = readMaps();
  const line = maps.split('\n').find((entry) => entry.includes(`/${path}`));
  return line?.slice(line.indexOf('/')) ?? path;
}

function readMaps(): string {
  try {
    return readFileSync('/proc/self/maps', 'utf8');
  } catch {
    return '';
  }
}
