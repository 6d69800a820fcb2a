import { installCommand } from './native/install-command.js';

/** One attempt to load the oneDNN library, and why it failed. */
export interface LoadAttempt {
  readonly path: string;
  readonly reason: string;
}

/** How to get the library; printed wherever it is missing. */
const installHint = () =>
  `Install oneDNN 2.6 or later (${installCommand()}), or point GNP_ONEDNN_LIBRARY at the library file.`;

/** The oneDNN library cannot be used here: not found, of another architecture, or of another version. */
export class OnednnUnavailableError extends Error {
  override readonly name = 'OnednnUnavailableError';
  /** Every path tried, in order. */
  readonly attempts: readonly LoadAttempt[];
  /** What would make it available. */
  readonly hint: string;

  constructor(reason: string, attempts: readonly LoadAttempt[] = [], hint: string = installHint()) {
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

/** What is known where memory runs out; sizes in bytes. */
export interface MemoryShortage {
  /** Size of the allocation that failed. */
  readonly requestedBytes: number;
  /** What tensors held at that moment. */
  readonly usedBytes: number;
  /** What the whole process held: tensors, heaps, libraries, of all of its threads. */
  readonly heldBytes: number;
  /** The most that the process may hold. */
  readonly limitBytes: number;
  /** What could still have been had, be it for the limit or for what others hold. */
  readonly fittingBytes: number;
  /** Shape of the tensor that the memory was for; undefined for memory that kernels work in. */
  readonly shape?: readonly number[];
}

/** There is no memory left for a tensor. */
export class OnednnMemoryError extends Error implements MemoryShortage {
  override readonly name = 'OnednnMemoryError';
  readonly requestedBytes: number;
  readonly usedBytes: number;
  readonly heldBytes: number;
  readonly limitBytes: number;
  readonly fittingBytes: number;
  readonly shape?: readonly number[];

  constructor(shortage: MemoryShortage) {
    const { requestedBytes, usedBytes, heldBytes, limitBytes, fittingBytes, shape } = shortage;
    const whose = shape ? `a tensor [${shape}]` : 'a kernel';
    super(
      `Out of memory on the onednn backend: ${whose} needs ${mebibytes(requestedBytes)} ` +
        `(${requestedBytes} bytes), and ${mebibytes(fittingBytes)} are left. Tensors hold ` +
        `${mebibytes(usedBytes)}, the whole process ${mebibytes(heldBytes)} of at most ` +
        `${mebibytes(limitBytes)} (memoryLimitBytes). ${adviceFor(shortage)}`,
    );
    this.requestedBytes = requestedBytes;
    this.usedBytes = usedBytes;
    this.heldBytes = heldBytes;
    this.limitBytes = limitBytes;
    this.fittingBytes = fittingBytes;
    if (shape) this.shape = shape;
  }
}

const mebibytes = (bytes: number) => `${Math.max(0, Math.ceil(bytes / 2 ** 20))} MiB`;

/** How much of a batch would fit, where the tensor's first axis may be one. */
function adviceFor({ requestedBytes, fittingBytes, shape = [] }: MemoryShortage): string {
  const [batch = 1] = shape;
  const rows = Math.floor((Math.max(0, fittingBytes) * batch) / requestedBytes);
  if (shape.length < 2 || rows < 1) {
    return 'Take a smaller batch, microBatches, or precision bf16, or dispose of tensors.';
  }
  const parts = 2 ** Math.ceil(Math.log2(batch / rows));
  return (
    `${rows} of the ${batch} along its first axis would fit: where that is the batch, take no more, ` +
    `or microBatches: ${parts}.`
  );
}
