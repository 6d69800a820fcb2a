import type { Batch, BatchSource } from './batch.js';
import { messageOf, TrainingDataError } from './errors.js';

/** Where to begin, and how to call it in errors. */
interface Place {
  /** 0-based; default 0. */
  readonly epoch?: number;
  readonly batchIndex?: number;
  /** What the batches are of; default: the epoch. */
  readonly of?: string;
}

/**
 * The batches of an epoch, as many as make one, each with what errors call it.
 *
 * @throws TrainingDataError if the source fails, or ends early
 */
export async function* batchesOf(
  source: BatchSource,
  { epoch = 0, batchIndex = 0, of = `epoch ${epoch + 1}` }: Place,
): AsyncGenerator<{ batch: Batch; what: string }> {
  const { batchesPerEpoch } = source;
  let index = batchIndex;
  try {
    for await (const batch of source.epoch(epoch, { startBatch: batchIndex })) {
      if (typeof batch !== 'object' || batch === null) {
        throw new TypeError(`it gave ${String(batch)} in place of { images, labels }`);
      }
      yield { batch, what: `Batch ${++index} of ${of}` };
      if (index === batchesPerEpoch) return;
    }
  } catch (error) {
    throw new TrainingDataError(
      `The source of data failed at batch ${index + 1} of ${of}: ${messageOf(error)}`,
      { cause: error },
    );
  }
  if (index < batchesPerEpoch) {
    throw new TrainingDataError(
      `The source of data ended after ${index} of the ${batchesPerEpoch} batches of ${of} ('batchesPerEpoch').`,
    );
  }
}
