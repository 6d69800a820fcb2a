/** How a backend is prepared. */
export interface UseBackendOptions {
  /**
   * On `wasm`: `'all'`, the default, registers the missing kernels and replaces the slow ones;
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
  /** Says whether it is there. */
  find(): Pick<BackendStatus, 'available' | 'version' | 'reason' | 'install'>;
  /** Registers it with TensorFlow.js; returns what its user should know. */
  prepare(options: UseBackendOptions): Promise<string[]>;
}
