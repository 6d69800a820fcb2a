/** A checkpoint file is not what was written; an older checkpoint may be. */
export class CorruptedError extends Error {
  override readonly name = 'CorruptedError';

  constructor(path: string, why: string) {
    super(`Checkpoint file ${path} is corrupted: ${why}.`);
  }
}
