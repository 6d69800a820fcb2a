import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { createModel, trainableVariables } from '@gnp/models';
import { randomStream } from '@gnp/random';
import { normalizer } from '@gnp/trainer';
import { layersModelFolder } from '@gnp/trainer/node';
import { temporary } from '../../testing/gnp.js';
import { neededModules } from './needed-modules.js';
import { withNormalisation } from './with-normalisation.js';

beforeAll(() => tf.setBackend('cpu'));

const small = { imageSize: 8, widthMultiplier: 0.1, depthMultiplier: 0.1, seed: 3 };

/** One of each family. */
const families = [
  ['vgg16bn', { imageSize: 32, widthMultiplier: 0.05, seed: 3 }],
  ['resnet8', small],
  ['resnet18', small],
  ['wideresnet-16-4', small],
  ['wideresnet-2-96-shakeshake', small],
  ['pyramidnet-164-48-shakedrop', small],
  ['vit-ti16', small],
  ['swin-tiny', { ...small, imageSize: 16 }],
  ['cait-xxs12', small],
] as const;

test.each(families)(
  '%s gives the same logits, loaded from an address and from its folder',
  async (name, options) => {
    const model = createModel(name as 'resnet8', { ...options, classes: 3 });
    for (const weight of Object.values(trainableVariables(model))) {
      // some begin with zeros, behind which nothing could be told apart
      weight.assign(tf.add(weight, tf.randomUniform(weight.shape, -0.05, 0.05, 'float32', 7)));
    }
    const [, height, width, channels] = model.inputs[0].shape as number[];
    const random = randomStream(1);
    const size = 2 * height * width * channels;
    const values = Array.from({ length: size }, () => Math.floor(256 * random.uniform()));
    const images = tf.tensor(values, [2, height, width, channels]);
    const statistics = { mean: [0.48, 0.45, 0.41], std: [0.23, 0.22, 0.27] };
    const expected = model.predict(normalizer(statistics)(images)) as tf.Tensor;

    const dir = join(temporary(), name);
    const whole = withNormalisation(model, { ...statistics, input: { height, width, channels } });
    await whole.save(layersModelFolder(dir));
    const fromFolder = await tf.loadLayersModel(layersModelFolder(dir));
    const fromWeb = await tf.loadLayersModel('http://example.org/model.json', {
      fetchFunc: (url) => fetchFrom(dir, url as string),
    });
    for (const loaded of [fromFolder, fromWeb]) {
      const logits = loaded.predict(images) as tf.Tensor;
      expect(tf.max(tf.abs(tf.sub(logits, expected))).arraySync()).toBeLessThan(1e-5);
      expect(neededModules(loaded)).toEqual(['@gnp/models']);
    }
    // there is something to be the same
    expect(tf.max(tf.abs(expected)).arraySync()).toBeGreaterThan(0.01);
  },
);

/** Answers TensorFlow.js's own loader of addresses with files, in the objects of this realm, which it tells from others. */
function fetchFrom(dir: string, url: string): Promise<Response> {
  const bytes = readFileSync(join(dir, new URL(url).pathname));
  const response = {
    ok: true,
    json: () => Promise.resolve(JSON.parse(bytes.toString())),
    arrayBuffer: () => Promise.resolve(new Uint8Array(bytes).buffer),
  };
  return Promise.resolve(response as unknown as Response);
}

test('models of layers that TensorFlow.js has need nothing else', () => {
  const dense = tf.layers.dense({ units: 2, inputShape: [3] });
  const model = tf.sequential({ layers: [dense] });
  expect(neededModules(model)).toEqual([]);
  expect(neededModules(model, ['./mine.js'])).toEqual(['./mine.js']);
});
