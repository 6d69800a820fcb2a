import type { LayersModel, SymbolicTensor } from '@tensorflow/tfjs-layers';
import { Attention } from '../layers/attention.js';
import { ClassToken } from '../layers/class-token.js';
import { FirstToken } from '../layers/first-token.js';
import { PositionEmbedding } from '../layers/position-embedding.js';
import type { BuildOptions } from '../task-options.js';
import { scaledDepth, stochasticDepthAt } from './depth.js';
import { lecun, normal, xavier, zeros } from './draw.js';
import { defineFamily } from './family.js';
import { isLarge, largeImage } from './large-images.js';
import {
  attentionDropout,
  depthMultiplier,
  dropout,
  patchSize,
  reference,
  stochasticDepth,
  widthMultiplier,
} from './shared-options.js';
import { Transformer } from './transformer.js';

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
interface VitVariant {
  /** Channels of a token. */
  readonly width: number;
  /** Number of blocks. */
  readonly depth: number;
  readonly heads: number;
}

const options = {
  dropout: dropout(0.1),
  attentionDropout: attentionDropout(0.1),
  stochasticDepth,
  patchSize,
  widthMultiplier,
  depthMultiplier,
  reference,
};

/** ViT-Ti to ViT-L. */
export const vits = defineFamily({
  title: 'ViT',
  paper,
  options,
  models: {
    'vit-ti16': { width: 192, depth: 12, heads: 3 },
    'vit-s16': { width: 384, depth: 12, heads: 6 },
    'vit-b16': { width: 768, depth: 12, heads: 12 },
    'vit-l16': { width: 1024, depth: 24, heads: 16 },
  },
  summary: ({ depth, width, heads }) =>
    `${depth} blocks of ${width} channels, ${heads} heads; patches of 16 pixels from ${largeImage} on, of 4 below`,
  build: buildVit,
});

/**
 * Builds a Vision Transformer of any width and depth.
 *
 * @throws RangeError if the patches do not cover the image evenly
 */
function buildVit(
  name: string,
  { width: baseWidth, depth: baseDepth, heads }: VitVariant,
  given: BuildOptions<typeof options>,
): LayersModel {
  const { dropout, attentionDropout, stochasticDepth } = given;
  const net = new Transformer(given);
  const width = net.width(baseWidth, heads);
  const depth = scaledDepth(baseDepth, given.depthMultiplier);

  const attend = (x: SymbolicTensor, block: string) => {
    const normed = net.norm(x, `${block}/norm1`);
    const maps = ['query', 'key', 'value'].map((map) =>
      net.linear(normed, `${block}/${map}`, width, { draw: xavier }),
    );
    const attention = new Attention({
      name: `${block}/attention`,
      heads,
      dropout: attentionDropout,
    });
    const y = attention.apply(maps) as SymbolicTensor;
    return net.drop(
      net.linear(y, `${block}/out`, width, { draw: xavier }),
      `${block}/drop1`,
      dropout,
    );
  };

  const patch = given.patchSize ?? (isLarge(given) ? 16 : 4);
  const { tokens } = net.patches(name, patch, width, lecun);
  let x = new ClassToken({ name: 'class-token' }).apply(tokens) as SymbolicTensor;
  const embedding = new PositionEmbedding({
    name: 'position',
    initializer: net.drawn('position', normal(0.02)),
  });
  x = net.drop(embedding.apply(x) as SymbolicTensor, 'drop', dropout);
  for (let i = 0; i < depth; i++) {
    const block = `block${i + 1}`;
    const rate = stochasticDepthAt(stochasticDepth, i, depth);
    x = net.residual(x, attend(x, block), `${block}/add1`, rate);
    const mlp = { dropout, biasDraw: normal(1e-6) };
    const y = net.mlp(net.norm(x, `${block}/norm2`), block, width, mlp);
    x = net.residual(x, y, `${block}/add2`, rate);
  }
  x = new FirstToken({ name: 'first-token' }).apply(net.norm(x, 'norm')) as SymbolicTensor;
  return net.classify(x, name, zeros);
}
