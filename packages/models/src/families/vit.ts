import type { LayersModel, SymbolicTensor } from '@tensorflow/tfjs-layers';
import { Attention } from '../layers/attention.js';
import { ClassToken } from '../layers/class-token.js';
import { FirstToken } from '../layers/first-token.js';
import { PositionEmbedding } from '../layers/position-embedding.js';
import type { ModelEntry } from '../model-entry.js';
import { isLarge, largeImage } from '../model-options.js';
import type { ResolvedModelOptions } from '../model-options.js';
import { lecun, normal, xavier, zeros } from './draw.js';
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

const variants: Record<string, VitVariant> = {
  'vit-ti16': { width: 192, depth: 12, heads: 3 },
  'vit-s16': { width: 384, depth: 12, heads: 6 },
  'vit-b16': { width: 768, depth: 12, heads: 12 },
  'vit-l16': { width: 1024, depth: 24, heads: 16 },
};

/** The registry entries of ViT-Ti to ViT-L. */
export const vits: ModelEntry[] = Object.entries(variants).map(([name, variant]) => ({
  name,
  family: 'ViT',
  summary: `${variant.depth} blocks of ${variant.width} channels, ${variant.heads} heads; patches of 16 pixels from ${largeImage} on, of 4 below`,
  paper,
  imageSize: 32,
  options: [
    ...(['dropout', 'attentionDropout', 'stochasticDepth', 'patchSize'] as const),
    ...(['widthMultiplier', 'depthMultiplier', 'reference'] as const),
  ],
  build: (options) => buildVit(name, variant, options),
}));

/**
 * Builds a Vision Transformer of any width and depth.
 *
 * @throws RangeError if the patches do not cover the image evenly
 */
function buildVit(
  name: string,
  { width: baseWidth, depth: baseDepth, heads }: VitVariant,
  options: ResolvedModelOptions,
): LayersModel {
  const { dropout = 0.1, attentionDropout = 0.1 } = options;
  const net = new Transformer(options);
  const width = net.width(baseWidth, heads);
  const depth = net.depth(baseDepth);

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

  const patch = options.patchSize ?? (isLarge(options) ? 16 : 4);
  const { tokens } = net.patches(name, patch, width, lecun);
  let x = new ClassToken({ name: 'class-token' }).apply(tokens) as SymbolicTensor;
  const embedding = new PositionEmbedding({
    name: 'position',
    initializer: net.drawn('position', normal(0.02)),
  });
  x = net.drop(embedding.apply(x) as SymbolicTensor, 'drop', dropout);
  for (let i = 0; i < depth; i++) {
    const block = `block${i + 1}`;
    const rate = net.stochasticDepthAt(i, depth);
    x = net.residual(x, attend(x, block), `${block}/add1`, rate);
    const mlp = { dropout, biasDraw: normal(1e-6) };
    const y = net.mlp(net.norm(x, `${block}/norm2`), block, width, mlp);
    x = net.residual(x, y, `${block}/add2`, rate);
  }
  x = new FirstToken({ name: 'first-token' }).apply(net.norm(x, 'norm')) as SymbolicTensor;
  return net.classify(x, name, zeros);
}
