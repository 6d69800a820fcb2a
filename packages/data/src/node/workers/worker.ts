// A worker thread of `createWorkerLoader`: makes the batches that it is asked for, one after the other.
import { parentPort, workerData } from 'node:worker_threads';
import { resolveAugmentation } from '../../augmentations/resolve-augmentation.js';
import { resolveBatchAugmentation } from '../../batch-augmentations/resolve-batch-augmentation.js';
import type { ImageSource } from '../../image-source.js';
import { makeBatch } from '../../loader/make-batch.js';
import type { BatchRecipe } from '../../loader/make-batch.js';
import type { Answer, Job, WorkerRecipe } from './protocol.js';

interface Opener {
  open(argument: unknown): Pick<ImageSource, 'read'> | Promise<Pick<ImageSource, 'read'>>;
}

async function recipeOf(given: WorkerRecipe): Promise<BatchRecipe> {
  const { module, argument, indices } = given.source;
  const { open } = (await import(module)) as Opener;
  const images = await open(argument);
  return {
    read: (index) => images.read(indices ? indices[index] : index),
    labels: given.labels,
    seed: given.seed,
    augment: resolveAugmentation(given.augmentation, given.data),
    augmentBatch: resolveBatchAugmentation(given.batchAugmentation, given.data),
  };
}

async function answer({ id, plan }: Job, recipe: Promise<BatchRecipe>): Promise<void> {
  try {
    const batch = await makeBatch(await recipe, plan);
    const { images, labels, indices } = batch;
    send(
      { id, batch },
      [images, labels, indices].map((array) => array.buffer as ArrayBuffer),
    );
  } catch (error) {
    const { name = 'Error', message = String(error) } = error as Partial<Error>;
    send({ id, error: { name, message } });
  }
}

function send(message: Answer, transferred: ArrayBuffer[] = []): void {
  parentPort?.postMessage(message, transferred);
}

const recipe = recipeOf(workerData as WorkerRecipe);
recipe.catch(() => {}); // each job says why
let before = Promise.resolve();
parentPort?.on('message', (job: Job) => {
  before = before.then(() => answer(job, recipe));
});
