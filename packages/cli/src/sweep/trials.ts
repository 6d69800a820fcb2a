import { loadConfig } from '../config/load-config.js';
import type { LoadedConfig } from '../config/load-config.js';
import { UsageError } from '../usage-error.js';
import type { SweepFile } from './sweep-file.js';

/** One run of a sweep. */
export interface Trial {
  /** What it is called beside others, its seed aside. */
  readonly name: string;
  readonly seed: number;
  /** What `gnp train` is told by `--set`. */
  readonly set: readonly string[];
  /** Its run folder, in that of the sweep. */
  readonly folder: string;
  readonly loaded: LoadedConfig;
}

type Settings = readonly (readonly [path: string, value: unknown])[];

/**
 * The runs of a sweep: each trial with every combination of the grid, each of them with every seed, the seeds of one
 * after the other, so that what is compared is there soon.
 *
 * @throws UsageError if a configuration is impossible, or two are called the same
 */
export async function trialsOf(sweep: SweepFile): Promise<Trial[]> {
  const named = Object.entries(sweep.trials ?? { '': {} });
  const combinations = combine(Object.entries(sweep.grid));
  const trials: Trial[] = [];
  for (const seed of sweep.seeds) {
    for (const [own, settings] of named) {
      for (const combination of combinations) {
        const name = nameOf(own, combination);
        const all = [...Object.entries(sweep.set), ...Object.entries(settings), ...combination];
        const set = [...all, ['seed', seed] as const].map(asOverride);
        const loaded = await loadConfig(sweep.recipe, { set }).catch((error: Error) => {
          throw new UsageError(`The trial '${name}': ${error.message}`, { cause: error });
        });
        trials.push({ name, seed, set, folder: `${name}/seed-${seed}`, loaded });
      }
    }
  }
  const twice = trials.find(({ folder }, i) =>
    trials.some((other, j) => j < i && other.folder === folder),
  );
  if (twice) throw new UsageError(`Two trials are called '${twice.name}'.`);
  return trials;
}

/** Every choice of one value for each setting. */
function combine([first, ...others]: readonly [string, readonly unknown[]][]): Settings[] {
  if (!first) return [[]];
  const [path, values] = first;
  return values.flatMap((value) =>
    combine(others).map((rest) => [[path, value] as const, ...rest]),
  );
}

/** Such as `gnp,r=0.1`: the trial, and the last parts of what the grid sets. */
function nameOf(own: string, combination: Settings): string {
  const words = combination.map(
    ([path, value]) =>
      `${path.replace(/^.*\./, '')}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  const name = [own, ...words].filter((word) => word !== '').join(',');
  return name.replaceAll(/[^\w.,=+-]+/g, '_') || 'run';
}

const asOverride = ([path, value]: readonly [string, unknown]): string =>
  `${path}=${JSON.stringify(value)}`;
