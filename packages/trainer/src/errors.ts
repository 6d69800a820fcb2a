/** The data of a run are not what they should be: an epoch that ends early, a wrong shape, a failed read. */
export class TrainingDataError extends Error {
  override readonly name = 'TrainingDataError';
}

/** A callback has thrown. */
export class CallbackError extends Error {
  override readonly name = 'CallbackError';
  /** What the callback is called. */
  readonly callback: string;

  /** Made where a callback throws; `cause` is what it has thrown. */
  constructor(callback: string, event: string, cause: unknown) {
    super(`Callback '${callback}' failed in ${event}: ${messageOf(cause)}`, { cause });
    this.callback = callback;
  }
}

/** What an error says, or what was thrown in its place. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
