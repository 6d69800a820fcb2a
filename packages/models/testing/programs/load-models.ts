import { readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs';
import { countParameters } from '../../src/index.js';

/** Loads the saved models of a file and prints what each makes of an image of ones. */
interface Saved {
  readonly artifacts: tf.io.ModelArtifacts;
  /** In base 64. */
  readonly weights: string;
}
await tf.setBackend('cpu');
const saved = JSON.parse(readFileSync(process.argv[2], 'utf8')) as Saved[];
const results = [];
for (const { artifacts, weights } of saved) {
  const weightData = new Uint8Array(Buffer.from(weights, 'base64')).buffer;
  const model = await tf.loadLayersModel(tf.io.fromMemory({ ...artifacts, weightData }));
  const logits = model.predict(tf.ones([1, ...model.inputs[0].shape.slice(1)] as number[]));
  results.push({
    parameters: countParameters(model),
    logits: Array.from((logits as tf.Tensor).dataSync()),
  });
}
console.log(JSON.stringify(results));
