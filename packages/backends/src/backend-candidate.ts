import type { Grain as OnednnGrain } from '@gnp/backend-onednn';

/** In which precision networks are computed; parameters, norms and losses are float32 always. */
export type Precision = 'f32' | 'bf16';

/**
 * How finely operations are split over threads. `'medium'`, from about a millisecond of work on, is at ease beside
 * other work; `'fine'` is quicker on processors that have nothing else to do, and several times slower on others;
 * `'coarse'` leaves all but large operations whole. `'adaptive'` measures at the start, and in `adaptToLoad`, what
 * else the machine does, and sets threads and grain by that: figures then repeat in all but their last digits only.
 */
export type Grain = OnednnGrain | 'adaptive';

/** How a backend is prepared. */
export interface UseBackendOptions {
  /** How many threads compute. Default: what the backend takes by itself. */
  readonly threads?: number;
  /** Default `'medium'`. Others need the `onednn` backend. */
  readonly grain?: Grain;
  /** Default `'f32'`. `'bf16'` needs the `onednn` backend and a processor with bf16 arithmetic. */
  readonly precision?: Precision;
  /**
   * On `wasm`: `'all'`, the default, registers the missing kernels and replaces slow and wrong ones;
   * `'missing'` registers only what training cannot do without, for comparisons.
   */
  readonly kernels?: 'all' | 'missing';
}

/** What was found of a backend, without loading or changing anything. */
export interface BackendStatus {
  readonly name: string;
  /** What the backend is, in a few words. */
  readonly description: string;
  /** Whether `useBackend(name)` is expected to succeed. */
  readonly available: boolean;
  /** Whether `useBackend('auto')` may take it. */
  readonly automatic: boolean;
  /** Version of the package that holds it, where installed. */
  readonly version?: string;
  /** Why it is not available. */
  readonly reason?: string;
  /** The command that would make it available. */
  readonly install?: string;
}

/** A backend that `useBackend` knows how to prepare. */
export interface BackendCandidate {
  readonly name: string;
  readonly description: string;
  readonly automatic: boolean;
  /** Whether `auto` says nothing of it where it is not installed. */
  readonly optional?: boolean;
  /** Whether what is installed computes on a GPU. */
  usesGpu?(): boolean;
  /** Says whether it is there. */
  find(): Pick<BackendStatus, 'available' | 'version' | 'reason' | 'install'>;
  /** Registers it with TensorFlow.js; returns what its user should know. */
  prepare(options: UseBackendOptions): Promise<string[]>;
  /**
   * Sets threads, grain and precision once it is the current backend; returns what it set, in sentences.
   *
   * @throws RangeError or Error for what it cannot do
   */
  configure(options: UseBackendOptions): string[];
}
