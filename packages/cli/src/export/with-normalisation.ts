import { tensor, tidy } from '@tensorflow/tfjs-core';
import { input, layers, model as modelOf } from '@tensorflow/tfjs-layers';
import type { LayersModel, SymbolicTensor } from '@tensorflow/tfjs-layers';
import type { DatasetFacts } from '../training/dataset-facts.js';

/**
 * A model of images [B, height, width, channels] from 0 to 255: that which is given, after the normalisation by which it was
 * trained. This is a depthwise convolution of one pixel, a layer that every TensorFlow.js has, and that training leaves alone.
 */
export function withNormalisation(
  trained: LayersModel,
  { mean, std, input: { height, width, channels } }: Pick<DatasetFacts, 'mean' | 'std' | 'input'>,
): LayersModel {
  const images = input({ shape: [height, width, channels], name: 'images' });
  const normalise = layers.depthwiseConv2d({
    name: 'normalisation',
    kernelSize: 1,
    depthwiseInitializer: 'zeros',
    trainable: false,
  });
  const normalised = normalise.apply(images) as SymbolicTensor;
  tidy(() => {
    const factor = std.map((value) => 1 / (255 * value));
    const offset = mean.map((value, channel) => -value / std[channel]);
    normalise.setWeights([tensor(factor, [1, 1, channels, 1]), tensor(offset)]);
  });
  const outputs = trained.apply(normalised) as SymbolicTensor;
  return modelOf({ name: `${trained.name}-with-normalisation`, inputs: images, outputs });
}
