/** The user asked for something impossible: the command prints the message and exits with status 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/**
 * Runs what comes before a run: what goes wrong there (a missing folder, a misspelt name, a damaged
 * file) is a {@link UsageError}, since nothing has been started or written. A mistake of the program
 * itself stays what it is.
 *
 * @param hint a sentence that the message ends with
 */
export async function setUp<T>(f: () => T | Promise<T>, hint = ''): Promise<T> {
  try {
    return await f();
  } catch (error) {
    if (error instanceof UsageError || !(error instanceof Error) || isMistake(error)) throw error;
    throw new UsageError(`${error.message}${hint && ` ${hint}`}`, { cause: error });
  }
}

/** Whether an error is a mistake of the program, which its user can do nothing about. */
export function isMistake(error: unknown): boolean {
  return (
    error instanceof TypeError ||
    error instanceof ReferenceError ||
    (error instanceof RangeError && error.message === 'Maximum call stack size exceeded')
  );
}
