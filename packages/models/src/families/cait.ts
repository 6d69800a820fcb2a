import { layers } from '@tensorflow/tfjs-layers';
import type { LayersModel, SymbolicTensor } from '@tensorflow/tfjs-layers';
import { ClassAttention } from '../layers/class-attention.js';
import { ClassToken } from '../layers/class-token.js';
import { FirstToken } from '../layers/first-token.js';
import { LayerScale } from '../layers/layer-scale.js';
import { PositionEmbedding } from '../layers/position-embedding.js';
import { TalkingHeadsAttention } from '../layers/talking-heads-attention.js';
import type { BuildOptions } from '../task-options.js';
import { scaledDepth, stochasticDepthAt } from './depth.js';
import { lecun, xavier, zeros } from './draw.js';
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
 * CaiT: Touvron et al., "Going deeper with Image Transformers", ICCV 2021, arXiv 2103.17239; in the form
 * of the papers' code: patches of 4 pixels on small images (16 on large ones), positions and class token
 * that start at zero, two blocks of class attention.
 */
const paper = {
  title: 'Going deeper with Image Transformers',
  url: 'https://arxiv.org/abs/2103.17239',
};

/** What tells the CaiTs apart. */
interface CaitVariant {
  /** Channels of a token. */
  readonly width: number;
  /** Blocks of self-attention. */
  readonly depth: number;
  readonly heads: number;
  /** What the factors of residual branches begin with. */
  readonly layerScale: number;
}

const options = {
  dropout: dropout(0),
  attentionDropout: attentionDropout(0),
  stochasticDepth,
  patchSize,
  widthMultiplier,
  depthMultiplier,
  reference,
};

const xxs = { width: 192, heads: 4, layerScale: 1e-5 };
const xs = { width: 288, heads: 6, layerScale: 1e-5 };
const s = { width: 384, heads: 8, layerScale: 1e-5 };
const m = { width: 768, heads: 16, layerScale: 1e-6 };

/** CaiT-XXS to CaiT-M at all depths. */
export const caits = defineFamily({
  title: 'CaiT',
  paper,
  options,
  models: {
    'cait-xxs12': { ...xxs, depth: 12 },
    'cait-xxs24': { ...xxs, depth: 24 },
    'cait-xxs36': { ...xxs, depth: 36 },
    'cait-xs12': { ...xs, depth: 12 },
    'cait-xs24': { ...xs, depth: 24 },
    'cait-s12': { ...s, depth: 12 },
    'cait-s24': { ...s, depth: 24 },
    'cait-s36': { ...s, depth: 36 },
    'cait-m24': { ...m, depth: 24 },
    'cait-m36': { ...m, depth: 36 },
    'cait-m48': { ...m, depth: 48 },
  },
  summary: ({ depth, width, heads }) =>
    `${depth} blocks of ${width} channels, ${heads} talking heads; patches of 16 pixels from ${largeImage} on, of 4 below`,
  build: buildCait,
});

/** Blocks in which the class token attends. */
const classBlocks = 2;

/**
 * Builds a CaiT of any width and depth.
 *
 * @throws RangeError if the patches do not cover the image evenly
 */
function buildCait(
  name: string,
  { width: baseWidth, depth: baseDepth, heads, layerScale }: CaitVariant,
  given: BuildOptions<typeof options>,
): LayersModel {
  const { dropout, attentionDropout, stochasticDepth } = given;
  const net = new Transformer(given);
  const width = net.width(baseWidth, heads);
  const depth = scaledDepth(baseDepth, given.depthMultiplier);

  const scale = (x: SymbolicTensor, layer: string) =>
    new LayerScale({ name: layer, initial: layerScale }).apply(x) as SymbolicTensor;
  const mapped = (x: SymbolicTensor, layer: string) => net.linear(x, layer, width, { draw: lecun });
  const out = (y: SymbolicTensor, block: string) =>
    net.drop(mapped(y, `${block}/out`), `${block}/drop1`, dropout);
  const transform = (x: SymbolicTensor, block: string, rate: number) => {
    const y = net.mlp(net.norm(x, `${block}/norm2`), block, width, { dropout });
    return net.residual(x, scale(y, `${block}/scale2`), `${block}/add2`, rate);
  };

  /** Every patch attends to every patch. */
  const patchBlock = (x: SymbolicTensor, block: string, rate: number) => {
    const normed = net.norm(x, `${block}/norm1`);
    const maps = ['query', 'key', 'value'].map((map) => mapped(normed, `${block}/${map}`));
    const name = `${block}/attention`;
    const attention = new TalkingHeadsAttention({
      name,
      heads,
      dropout: attentionDropout,
      beforeInitializer: net.drawn(`${name}/before`, lecun),
      afterInitializer: net.drawn(`${name}/after`, lecun),
    });
    const y = out(attention.apply(maps) as SymbolicTensor, block);
    const attended = net.residual(x, scale(y, `${block}/scale1`), `${block}/add1`, rate);
    return transform(attended, block, rate);
  };

  /** The class token [B, 1, D] attends to itself and to the patches. */
  const classBlock = (token: SymbolicTensor, patches: SymbolicTensor, block: string) => {
    const all = layers
      .concatenate({ name: `${block}/all`, axis: 1 })
      .apply([token, patches]) as SymbolicTensor;
    const normed = net.norm(all, `${block}/norm1`);
    const first = new FirstToken({ name: `${block}/first`, keepAxis: true });
    const attention = new ClassAttention({
      name: `${block}/attention`,
      heads,
      dropout: attentionDropout,
    });
    const inputs = [
      mapped(first.apply(normed) as SymbolicTensor, `${block}/query`),
      mapped(normed, `${block}/key`),
      mapped(normed, `${block}/value`),
    ];
    const y = out(attention.apply(inputs) as SymbolicTensor, block);
    const attended = net.residual(token, scale(y, `${block}/scale1`), `${block}/add1`);
    return transform(attended, block, 0);
  };

  const patch = given.patchSize ?? (isLarge(given) ? 16 : 4);
  const map = net.patches(name, patch, width, xavier);
  const position = new PositionEmbedding({
    name: 'position',
    initializer: net.drawn('position', zeros),
  });
  let x = net.drop(position.apply(map.tokens) as SymbolicTensor, 'drop', dropout);
  for (let i = 0; i < depth; i++) {
    x = patchBlock(x, `block${i + 1}`, stochasticDepthAt(stochasticDepth, i, depth));
  }
  const withToken = new ClassToken({ name: 'class-token' }).apply(x) as SymbolicTensor;
  let token = new FirstToken({ name: 'class-token/only', keepAxis: true }).apply(
    withToken,
  ) as SymbolicTensor;
  for (let i = 0; i < classBlocks; i++) token = classBlock(token, x, `class-block${i + 1}`);
  const normed = net.norm(token, 'norm');
  const vector = new FirstToken({ name: 'first-token' }).apply(normed) as SymbolicTensor;
  return net.classify(vector, name, lecun);
}
