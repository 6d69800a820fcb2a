import type * as tf from '@tensorflow/tfjs';

/** What a published package says of a photograph: names of what it found, and numbers. */
export interface Answer {
  readonly words: readonly string[];
  readonly numbers: readonly number[];
}

/** A published package that runs its pretrained networks on TensorFlow.js. */
export interface Client {
  readonly name: string;
  /** Loads its networks on the current backend. */
  open(): Promise<(photograph: tf.Tensor3D) => Promise<Answer>>;
}
