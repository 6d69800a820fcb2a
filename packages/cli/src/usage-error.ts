/** The user asked for something impossible: the command prints the message and exits with status 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/**
 * Runs what comes before a run: whatever goes wrong there (a missing folder, a misspelt name, a
 * damaged file) is a {@link UsageError}, since nothing has been started or written.
 */
export async function setUp<T>(f: () => T | Promise<T>): Promise<T> {
  try {
    return await f();
  } catch (error) {
    if (error instanceof UsageError || !(error instanceof Error)) throw error;
    throw new UsageError(error.message, { cause: error });
  }
}
