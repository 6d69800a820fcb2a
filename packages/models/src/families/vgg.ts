import { layers } from '@tensorflow/tfjs-layers';
import type { LayersModel, SymbolicTensor } from '@tensorflow/tfjs-layers';
import type { ModelEntry } from '../model-entry.js';
import type { ResolvedModelOptions } from '../model-options.js';
import { Network } from './network.js';

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

const depths: Record<string, readonly number[]> = {
  vgg16: [2, 2, 3, 3, 3],
  vgg19: [2, 2, 4, 4, 4],
};

/** The registry entries of VGG16 and VGG19, plain and with batch norm. */
export const vggs: ModelEntry[] = Object.entries(depths).flatMap(([base, convolutions]) =>
  [false, true].map((norm) => {
    const name = norm ? `${base}bn` : base;
    return {
      name,
      family: 'VGG',
      summary: `${base.slice(3)} layers${norm ? ' with batch norm' : ''}, two hidden layers of 4,096 units`,
      paper,
      imageSize: 32,
      options: ['dropout', 'widthMultiplier'] as const,
      build: (options: ResolvedModelOptions) => buildVgg(name, { convolutions, norm }, options),
    };
  }),
);

/**
 * Builds a VGG of any depth and width.
 *
 * @throws RangeError if the images are too small to be halved by each stage
 */
function buildVgg(
  name: string,
  { convolutions, norm, units = 4096 }: VggVariant,
  options: ResolvedModelOptions,
): LayersModel {
  const { height, width, dropout = 0.5 } = options;
  const least = 2 ** convolutions.length;
  if (height < least || width < least) {
    throw new RangeError(
      `${name} halves images ${convolutions.length} times, so they need at least ${least}×${least} ` +
        `pixels, got ${height}×${width}.`,
    );
  }
  const net = new Network(options);
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
