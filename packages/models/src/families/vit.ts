import { initializers, input, layers, model } from '@tensorflow/tfjs-layers';
import type { LayersModel, SymbolicTensor } from '@tensorflow/tfjs-layers';
import { foldIn } from '@gnp/random';
import { Attention } from '../layers/attention.js';
import { ClassToken } from '../layers/class-token.js';
import { Convolution } from '../layers/convolution.js';
import { Dropout } from '../layers/dropout.js';
import { FirstToken } from '../layers/first-token.js';
import { Gelu } from '../layers/gelu.js';
import { LayerNorm } from '../layers/layer-norm.js';
import { Linear } from '../layers/linear.js';
import { PositionEmbedding } from '../layers/position-embedding.js';
import type { ModelEntry } from '../model-entry.js';
import type { ResolvedModelOptions } from '../model-options.js';

/**
 * Vision Transformer: Dosovitskiy et al., "An Image is Worth 16x16 Words", ICLR 2021,
 * arXiv 2010.11929; in the form of the papers' code: patches of 4 pixels on small images, dropout 0.1
 * also of the attention probabilities, and a classifier that starts at zero.
 */
const paper = {
  title: 'An Image is Worth 16x16 Words: Transformers for Image Recognition at Scale',
  url: 'https://arxiv.org/abs/2010.11929',
};

/** What tells the Vision Transformers apart. */
export interface VitVariant {
  /** Channels of a token. */
  readonly width: number;
  /** Number of blocks. */
  readonly depth: number;
  readonly heads: number;
}

const variants: Record<string, VitVariant> = {
  'vit-ti16': { width: 192, depth: 12, heads: 3 },
  'vit-s16': { width: 384, depth: 12, heads: 6 },
  'vit-b16': { width: 768, depth: 12, heads: 12 },
  'vit-l16': { width: 1024, depth: 24, heads: 16 },
};

/** Images of at least this many pixels a side are cut into patches of 16 pixels, smaller ones of 4. */
const largeImage = 96;

/** Share of elements dropped, in the encoder and of the attention probabilities. */
const dropout = 0.1;

/** The registry entries of ViT-Ti to ViT-L. */
export const vits: ModelEntry[] = Object.entries(variants).map(([name, variant]) => ({
  name,
  family: 'ViT',
  summary: `${variant.depth} blocks of ${variant.width} channels, ${variant.heads} heads; patches of 16 pixels from ${largeImage} on, of 4 below`,
  paper,
  imageSize: 32,
  build: (options) => buildVit(name, variant, options),
}));

/**
 * Builds a Vision Transformer of any width and depth.
 *
 * @throws RangeError if the patches do not cover the image evenly
 */
export function buildVit(
  name: string,
  { width, depth, heads }: VitVariant,
  options: ResolvedModelOptions,
): LayersModel {
  const { height, width: imageWidth, channels, classes } = options;
  const patch = Math.min(height, imageWidth) >= largeImage ? 16 : 4;
  if (height % patch !== 0 || imageWidth % patch !== 0) {
    throw new RangeError(
      `${name} cuts images into patches of ${patch}×${patch} pixels, which do not cover ` +
        `${height}×${imageWidth} evenly.`,
    );
  }
  const seed = (layer: string) => foldIn(options.seed, 'weights', layer);
  const linear = (x: SymbolicTensor, layer: string, units: number, noisyBias = false) =>
    new Linear({
      name: layer,
      units,
      kernelInitializer: initializers.glorotUniform({ seed: seed(layer) }),
      ...(noisyBias && {
        biasInitializer: initializers.randomNormal({ stddev: 1e-6, seed: seed(`${layer}/bias`) }),
      }),
    }).apply(x) as SymbolicTensor;
  const norm = (x: SymbolicTensor, layer: string) =>
    new LayerNorm({ name: layer }).apply(x) as SymbolicTensor;
  const drop = (x: SymbolicTensor, layer: string) =>
    new Dropout({ name: layer, rate: dropout }).apply(x) as SymbolicTensor;
  const add = (a: SymbolicTensor, b: SymbolicTensor, layer: string) =>
    layers.add({ name: layer }).apply([a, b]) as SymbolicTensor;

  const attend = (x: SymbolicTensor, block: string) => {
    const normed = norm(x, `${block}/norm1`);
    const maps = ['query', 'key', 'value'].map((map) => linear(normed, `${block}/${map}`, width));
    const attention = new Attention({ name: `${block}/attention`, heads, dropout });
    const y = linear(attention.apply(maps) as SymbolicTensor, `${block}/out`, width);
    return add(x, drop(y, `${block}/drop1`), `${block}/add1`);
  };
  const transform = (x: SymbolicTensor, block: string) => {
    let y = linear(norm(x, `${block}/norm2`), `${block}/mlp1`, 4 * width, true);
    y = new Gelu({ name: `${block}/gelu` }).apply(y) as SymbolicTensor;
    y = linear(drop(y, `${block}/drop2`), `${block}/mlp2`, width, true);
    return add(x, drop(y, `${block}/drop3`), `${block}/add2`);
  };

  const images = input({ shape: [height, imageWidth, channels], name: 'images' });
  const patches = new Convolution({
    name: 'patches',
    filters: width,
    kernelSize: patch,
    strides: patch,
    padding: 'valid',
    kernelInitializer: initializers.leCunNormal({ seed: seed('patches') }),
  }).apply(images) as SymbolicTensor;
  const count = (height / patch) * (imageWidth / patch);
  let x = layers
    .reshape({ name: 'tokens', targetShape: [count, width] })
    .apply(patches) as SymbolicTensor;
  x = new ClassToken({ name: 'class-token' }).apply(x) as SymbolicTensor;
  const embedding = new PositionEmbedding({
    name: 'position',
    initializer: initializers.randomNormal({ stddev: 0.02, seed: seed('position') }),
  });
  x = drop(embedding.apply(x) as SymbolicTensor, 'drop');
  for (let i = 1; i <= depth; i++) x = transform(attend(x, `block${i}`), `block${i}`);
  x = new FirstToken({ name: 'first-token' }).apply(norm(x, 'norm')) as SymbolicTensor;
  const head = new Linear({
    name: 'classifier',
    units: classes,
    kernelInitializer: initializers.zeros(),
  });
  return model({ name, inputs: images, outputs: head.apply(x) as SymbolicTensor });
}
