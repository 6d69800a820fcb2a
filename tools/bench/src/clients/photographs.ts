import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { decode } from 'jpeg-js';

/** Where face-api lies, its networks and photographs beside its code. */
export const faceApiFolder = dirname(
  createRequire(import.meta.url).resolve('@vladmandic/face-api/package.json'),
);

/** One of the six photographs that face-api comes with (MIT licence): [height, width, 3] bytes. */
export function loadPhotograph(number: number): tf.Tensor3D {
  const file = join(faceApiFolder, 'demo', `sample${number}.jpg`);
  const { width, height, data } = decode(readFileSync(file), { useTArray: true });
  return tf.tidy(() =>
    tf.slice(tf.tensor3d(data, [height, width, 4], 'int32'), 0, [height, width, 3]),
  );
}
