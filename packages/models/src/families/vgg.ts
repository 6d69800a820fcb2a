import { layers } from '@tensorflow/tfjs-layers';
import type { LayersModel, SymbolicTensor } from '@tensorflow/tfjs-layers';
import type { BuildOptions } from '../task-options.js';
import { defineFamily } from './family.js';
import { Network } from './network.js';
import { dropout, widthMultiplier } from './shared-options.js';

/**
 * VGG: Simonyan and Zisserman, "Very Deep Convolutional Networks for Large-Scale Image Recognition",
 * ICLR 2015, arXiv 1409.1556; in the form of the papers' code: the same network for all sizes of images,
 * with two hidden layers of 4,096 units and dropout ½.
 */
const paper = {
  title: 'Very Deep Convolutional Networks for Large-Scale Image Recognition',
  url: 'https://arxiv.org/abs/1409.1556',
};

/** What tells the VGGs apart. */
interface VggVariant {
  /** Convolutions of each stage. */
  readonly convolutions: readonly number[];
  /** Whether batch norm stands behind each convolution. */
  readonly norm: boolean;
  /** Units of both hidden layers. Default 4,096. */
  readonly units?: number;
}

const options = { dropout: dropout(0.5), widthMultiplier };

const depths = { 16: [2, 2, 3, 3, 3], 19: [2, 2, 4, 4, 4] };

/** VGG16 and VGG19, plain and with batch norm. */
export const vggs = defineFamily({
  title: 'VGG',
  paper,
  options,
  models: {
    vgg16: { convolutions: depths[16], norm: false },
    vgg16bn: { convolutions: depths[16], norm: true },
    vgg19: { convolutions: depths[19], norm: false },
    vgg19bn: { convolutions: depths[19], norm: true },
  },
  summary: ({ convolutions, norm }) =>
    `${convolutions.reduce((a, b) => a + b) + 3} layers${norm ? ' with batch norm' : ''}, two hidden layers of 4,096 units`,
  build: buildVgg,
});

/**
 * Builds a VGG of any depth and width.
 *
 * @throws RangeError if the images are too small to be halved by each stage
 */
function buildVgg(
  name: string,
  { convolutions, norm, units = 4096 }: VggVariant,
  given: BuildOptions<typeof options>,
): LayersModel {
  const { height, width, dropout } = given;
  const least = 2 ** convolutions.length;
  if (height < least || width < least) {
    throw new RangeError(
      `${name} halves images ${convolutions.length} times, so they need at least ${least}×${least} ` +
        `pixels, got ${height}×${width}.`,
    );
  }
  const net = new Network(given);
  let x = net.input;
  convolutions.forEach((count, stage) => {
    const filters = net.width(Math.min(64 * 2 ** stage, 512));
    for (let i = 0; i < count; i++) {
      const layer = `stage${stage + 1}/conv${i + 1}`;
      x = net.conv(x, layer, { filters, kernelSize: 3, useBias: true });
      x = norm ? net.norm(x, `${layer}/norm`, { relu: true }) : net.relu(x, `${layer}/relu`);
    }
    x = net.maxPool(x, `stage${stage + 1}/pool`, 2, 2, 'valid');
  });
  x = layers.flatten({ name: 'flatten' }).apply(x) as SymbolicTensor;
  for (const i of [1, 2]) {
    x = net.relu(net.linear(x, `hidden${i}`, net.width(units)), `hidden${i}/relu`);
    x = net.drop(x, `hidden${i}/drop`, dropout);
  }
  return net.classify(x, name);
}
