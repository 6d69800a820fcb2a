import * as tf from '@tensorflow/tfjs';
import { plain } from '@gnp/core';
import { createModel, trainableVariables } from '@gnp/models';
import { sgd } from '@gnp/optim';
import { firstStates, trainStep, trainStepAsync } from './train-step.js';
import type { StepContext } from './train-step.js';

test.each([['trainStep'], ['trainStepAsync']])('%s frees its batch when it fails', async (name) => {
  await tf.setBackend('cpu');
  const model = createModel('resnet8', { imageSize: 8, channels: 1, widthMultiplier: 0.25 });
  const context: StepContext = {
    model,
    parameters: trainableVariables(model),
    l2Parameters: [],
    l2: 0,
    loss: {},
    rule: plain(),
    microBatches: 1,
    skipNonFinite: false,
    optimizer: sgd({ learningRate: 0.1 }),
    normalize: (_, size) => tf.fill([size, 8, 8, 1], NaN),
    seed: 0,
  };
  const state = firstStates(context);
  const images = new Uint8Array(128);
  const [labels, indices] = [Int32Array.of(1, 2), Uint32Array.of(0, 1)];
  const batch = { images, labels, indices, size: 2, epoch: 0, index: 3 };
  const input = { batch, state, step: 3, measure: false };
  const before = tf.memory().numTensors;
  const step = name === 'trainStep' ? trainStep : trainStepAsync;
  const taken = async () => step(context, input);
  await expect(taken()).rejects.toThrow('The loss of pass 0 at step 3 is not finite');
  expect(tf.memory().numTensors).toBe(before);
});
