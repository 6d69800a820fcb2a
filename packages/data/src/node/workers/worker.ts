// A worker thread of `createWorkerLoader`: makes the batches that it is asked for, one after the other.
import { parentPort, workerData } from 'node:worker_threads';
import { resolveAugmentation } from '../../augmentations/resolve-augmentation.js';
import { resolveBatchAugmentation } from '../../batch-augmentations/resolve-batch-augmentation.js';
import type { ImageSource } from '../../image-source.js';
import { makeBatch } from '../../loader/make-batch.js';
import type { BatchRecipe } from '../../loader/make-batch.js';
import { isPortable } from './protocol.js';
import type { Answer, Job, PortableFunction, WorkerRecipe } from './protocol.js';

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
    augment: await made(given.augmentation, (spec) => resolveAugmentation(spec, given.data)),
    augmentBatch: await made(given.batchAugmentation, (spec) =>
      resolveBatchAugmentation(spec, given.data),
    ),
  };
}

/** By its name, or by the module that it comes from. */
async function made<Spec extends object | string, Made>(
  spec: Spec | PortableFunction,
  resolve: (spec: Spec) => Made,
): Promise<Made> {
  if (!isPortable(spec)) return resolve(spec);
  const { transform } = (await import(spec.module)) as { transform?: (argument: unknown) => Made };
  if (transform) return transform(spec.argument);
  throw new TypeError(`The module ${spec.module} exports no function 'transform'.`);
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
