import { availableMemory } from '@gnp/backends';
import { getBackend } from '@tensorflow/tfjs-core';
import { formatBytes } from '../terminal/format-bytes.js';
import { UsageError } from '../usage-error.js';
import type { StepMemory } from './step-memory.js';

/** The share of the available memory that a step may take: the backend keeps freed memory, in pieces that do not fit all. */
const usableShare = 0.8;

/** What must fit. */
export interface Fitting {
  readonly batchSize: number;
  /** The fewest that are taken. */
  readonly least: number;
  /** What tensors may take besides those that are there; default: what the backend tells. */
  readonly availableBytes?: number | undefined;
}

/** What was chosen. */
export interface Fitted {
  readonly microBatches: number;
  /** That in a sentence, with what a step holds. */
  readonly told: string;
}

/**
 * The fewest micro-batches whose steps fit the memory.
 *
 * @throws UsageError if not even a step on single images fits, or the backend does not know its memory
 */
export function fitMicroBatches(
  memory: StepMemory,
  { batchSize, least, availableBytes = availableMemory() }: Fitting,
): Fitted {
  if (availableBytes === undefined) {
    throw new UsageError(
      `'microBatches' is auto, but what memory the backend '${getBackend()}' has is not known: give a number, 1 if the batch fits.`,
    );
  }
  const free = formatBytes(availableBytes);
  for (let count = least; count <= batchSize; count++) {
    const bytes = memory(count);
    if (bytes > usableShare * availableBytes) continue;
    const told = `microBatches: ${count}. A step holds ${formatBytes(bytes)}; ${free} are free.`;
    return { microBatches: count, told };
  }
  const bytes = formatBytes(memory(batchSize));
  throw new UsageError(
    `No 'microBatches' fit: a step on ${batchSize} images, one after the other, holds ${bytes}, and of the ${free} that ` +
      `are free it may take ${100 * usableShare} %. Take a smaller 'model', or 'precision: bf16'.`,
  );
}
