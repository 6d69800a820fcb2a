/** One attempt to load the oneDNN library, and why it failed. */
export interface LoadAttempt {
  readonly path: string;
  readonly reason: string;
}

/** How to get the library; printed wherever it is missing. */
const installHint =
  'Install oneDNN 2.6 or later (Debian, Ubuntu: apt-get install libdnnl2; elsewhere: conda install ' +
  '-c conda-forge "onednn=2"; macOS: brew install onednn), or point GNP_ONEDNN_LIBRARY at the ' +
  'library file. 2.x is what has been tested; 3.x is spoken, but was never run.';

/** The oneDNN library cannot be used here: not found, of another architecture, or of another version. */
export class OnednnUnavailableError extends Error {
  override readonly name = 'OnednnUnavailableError';
  /** Every path tried, in order. */
  readonly attempts: readonly LoadAttempt[];
  /** What would make it available. */
  readonly hint: string;

  constructor(reason: string, attempts: readonly LoadAttempt[] = [], hint: string = installHint) {
    super(`${reason} ${hint}`);
    this.attempts = attempts;
    this.hint = hint;
  }
}

/** A call into oneDNN returned an error status. */
export class OnednnError extends Error {
  override readonly name = 'OnednnError';
  /** The library's status code; 0 is success. */
  readonly status: number;

  constructor(message: string, status: number) {
    super(message);
    this.status = status;
  }
}

/** There is no memory left for a tensor. */
export class OnednnMemoryError extends Error {
  override readonly name = 'OnednnMemoryError';
  /** Size of the allocation that failed. */
  readonly requestedBytes: number;
  /** What tensors held at that moment. */
  readonly usedBytes: number;

  constructor(requestedBytes: number, usedBytes: number, limitBytes: number) {
    const mebibytes = (bytes: number) => `${Math.ceil(bytes / 2 ** 20)} MiB`;
    super(
      `Out of memory on the onednn backend: ${mebibytes(requestedBytes)} more were asked for while ` +
        `${mebibytes(usedBytes)} of ${mebibytes(limitBytes)} are in use. Lower the batch size, ` +
        'dispose of tensors, or raise memoryLimitBytes.',
    );
    this.requestedBytes = requestedBytes;
    this.usedBytes = usedBytes;
  }
}
