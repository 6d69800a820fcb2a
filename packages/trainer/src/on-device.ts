import {
  cast,
  dispose,
  mul,
  oneHot,
  sum,
  tensor,
  tensor1d,
  Tensor,
  tidy,
} from '@tensorflow/tfjs-core';
import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import type { Batch } from './batch.js';
import { TrainingDataError } from './errors.js';

/** Makes of a batch's images [size, …] what the model takes, on the device. */
export type Preprocess = (images: Tensor) => Tensor;

/** The class of each example [size], int32; or its share of each class [size, classes], float32. */
export type Labels = Tensor1D | Tensor2D;

/** A batch that a step can be taken on. */
export interface DeviceBatch {
  readonly images: Tensor;
  readonly labels: Labels;
  /** What the loss of each example is multiplied by [size]. */
  readonly weights: Tensor1D | undefined;
  readonly size: number;
}

/** What a batch must fit. */
export interface BatchSettings {
  /** Shape of the model's input; null where it does not matter. */
  readonly inputShape: readonly (number | null)[];
  readonly classes: number;
  readonly preprocess?: Preprocess | undefined;
  /** [classes], what the loss of an example is multiplied by. */
  readonly classWeights?: readonly number[] | undefined;
}

/**
 * Puts a batch on the device, and disposes of the tensors that it has.
 *
 * @param what the batch is called in errors
 * @throws TrainingDataError naming the shape or the value that does not fit
 */
export function onDevice(batch: Batch, settings: BatchSettings, what = 'The batch'): DeviceBatch {
  const given = tensorsOf(batch);
  try {
    checkAlive(given);
    return tidy(() => {
      const images = imagesOf(batch, settings);
      const [size] = images.shape;
      const labels = labelsOf(batch.labels, size, settings.classes);
      const weights = weightsOf(batch, labels, size, settings);
      return { images, labels, weights, size };
    });
  } catch (error) {
    if (!(error instanceof Misfit)) throw error;
    throw new TrainingDataError(`${what} cannot be used: ${error.message}.`);
  } finally {
    dispose(given);
  }
}

/** The tensors of a batch. */
export function tensorsOf({ images, labels, weights }: Batch): Tensor[] {
  return [images, labels, weights].filter((part): part is Tensor => part instanceof Tensor);
}

/** Says what does not fit, of a batch that the sentence has named. */
class Misfit extends Error {}

function checkAlive(tensors: readonly Tensor[]): void {
  if (!tensors.some(({ isDisposed }) => isDisposed)) return;
  throw new Misfit(
    'a tensor of it has been disposed: the trainer disposes of the tensors of a batch after its step, so give a clone of what you keep',
  );
}

function imagesOf({ images, shape }: Batch, { inputShape, preprocess }: BatchSettings): Tensor {
  const given = images instanceof Tensor ? images : tensorOf(images, shape);
  const made = preprocess ? preprocess(given) : given;
  const fits =
    made.rank === inputShape.length &&
    made.shape.every((size, i) => i === 0 || inputShape[i] === null || size === inputShape[i]);
  if (!fits) {
    const what = preprocess ? 'its images, preprocessed,' : 'its images';
    throw new Misfit(
      `${what} have the shape ${show(made.shape)}; the model takes ${show(inputShape)}`,
    );
  }
  if (made.shape[0] === 0) throw new Misfit('it has no images');
  return cast(made, 'float32'); // a tensor of its own: what is given is disposed of
}

function tensorOf(
  numbers: Uint8Array | Float32Array,
  shape: readonly number[] | undefined,
): Tensor {
  if (!(numbers instanceof Uint8Array) && !(numbers instanceof Float32Array)) {
    throw new Misfit(
      'its images are neither a tensor nor a Uint8Array or Float32Array with a shape',
    );
  }
  const length = shape?.reduce((product, size) => product * size, 1);
  if (!shape || length !== numbers.length) {
    const is = shape ? `shape is ${show(shape)}` : 'shape is missing';
    throw new Misfit(
      `its images are ${numbers.length} numbers, but their ${is}; give 'shape', [size, …]`,
    );
  }
  const dtype = numbers instanceof Uint8Array ? 'int32' : 'float32';
  return tensor(numbers, [...shape], dtype);
}

function labelsOf(given: Batch['labels'], size: number, classes: number): Labels {
  const labels = given instanceof Tensor ? given : hostLabels(given, size, classes);
  const isClass = labels.rank === 1 && labels.shape[0] === size;
  const isShare = labels.rank === 2 && labels.shape[0] === size && labels.shape[1] === classes;
  if (!isClass && !isShare) {
    throw new Misfit(
      `its labels have the shape ${show(labels.shape)}; expected [${size}], the class of each image, or [${size}, ${classes}], its share of each class`,
    );
  }
  return cast(labels, isClass ? 'int32' : 'float32') as Labels;
}

function hostLabels(labels: Int32Array | Float32Array, size: number, classes: number): Tensor {
  if (!(labels instanceof Int32Array) && !(labels instanceof Float32Array)) {
    throw new Misfit(
      'its labels are neither a tensor nor an Int32Array of classes nor a Float32Array of shares',
    );
  }
  const isClass = labels instanceof Int32Array;
  if (labels.length !== (isClass ? size : size * classes)) {
    throw new Misfit(
      `its labels are ${labels.length} ${isClass ? 'classes' : 'shares'} for ${size} images of ${classes} classes`,
    );
  }
  if (!isClass) return tensor(labels, [size, classes]);
  const wrong = labels.find((label) => label < 0 || label >= classes);
  if (wrong !== undefined) {
    throw new Misfit(`a label is ${wrong}; the model has ${classes} classes, 0 to ${classes - 1}`);
  }
  return tensor1d(labels, 'int32');
}

/** The product of the weights of each example and of its class. */
function weightsOf(
  { weights }: Batch,
  labels: Labels,
  size: number,
  { classes, classWeights }: BatchSettings,
): Tensor1D | undefined {
  const byExample = weights && exampleWeights(weights, size);
  const byClass =
    classWeights && sum<Tensor1D>(mul(targetsOf(labels, classes), tensor1d([...classWeights])), -1);
  return byExample && byClass ? mul<Tensor1D>(byExample, byClass) : (byExample ?? byClass);
}

function exampleWeights(weights: Tensor1D | Float32Array, size: number): Tensor1D {
  const count = weights instanceof Tensor ? weights.size : weights.length;
  if (count !== size) {
    throw new Misfit(`it has ${count} weights for ${size} images`);
  }
  if (weights instanceof Tensor) return cast<Tensor1D>(weights, 'float32');
  const wrong = weights.find((weight) => !(weight >= 0 && weight < Infinity));
  if (wrong === undefined) return tensor1d(weights);
  throw new Misfit(`a weight is ${wrong}; expected a finite number from 0 on`);
}

/** The share of each class [size, classes]. */
export function targetsOf(labels: Labels, classes: number): Tensor2D {
  // the wasm backend fills a float32 oneHot with integer bits, so its default type is cast instead
  return labels.rank === 2
    ? (labels as Tensor2D)
    : cast(oneHot(labels as Tensor1D, classes) as Tensor2D, 'float32');
}

function show(shape: readonly (number | null)[]): string {
  return `[${shape.map((size) => size ?? 'any').join(', ')}]`;
}
