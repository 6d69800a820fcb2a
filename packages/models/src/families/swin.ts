import { layers } from '@tensorflow/tfjs-layers';
import type { LayersModel, SymbolicTensor } from '@tensorflow/tfjs-layers';
import { count } from '@gnp/options';
import { PatchMerging } from '../layers/patch-merging.js';
import { WindowAttention } from '../layers/window-attention.js';
import type { WindowGeometry } from '../layers/windows.js';
import type { BuildOptions } from '../task-options.js';
import { scaledDepth, stochasticDepthAt } from './depth.js';
import { lecun, normal, xavier } from './draw.js';
import { defineFamily } from './family.js';
import {
  attentionDropout,
  depthMultiplier,
  dropout,
  stochasticDepth,
  widthMultiplier,
} from './shared-options.js';
import { Transformer } from './transformer.js';
import type { TokenMap } from './transformer.js';

/**
 * Swin Transformer: Liu et al., "Swin Transformer: Hierarchical Vision Transformer using Shifted
 * Windows", ICCV 2021, arXiv 2103.14030; in the form of the papers' code: patches of 2 or 4 pixels and
 * windows of 4 patches on small images, dropout 0.1 of the attention probabilities.
 */
const paper = {
  title: 'Swin Transformer: Hierarchical Vision Transformer using Shifted Windows',
  url: 'https://arxiv.org/abs/2103.14030',
};

/** What tells the Swin Transformers apart. */
interface SwinVariant {
  /** Side of a patch in pixels. */
  readonly patch: number;
  /** Channels of the first stage; each further one doubles them. */
  readonly width: number;
  /** Blocks of each stage. */
  readonly depths: readonly number[];
  /** Heads of each stage. */
  readonly heads: readonly number[];
  /** Side of a window in tokens. */
  readonly window: number;
}

const options = {
  dropout: dropout(0),
  attentionDropout: attentionDropout(0.1),
  stochasticDepth,
  patchSize: count("side of a patch in pixels; default: the model's own", { optional: true }),
  windowSize: count("side of an attention window in patches; default: the model's own", {
    optional: true,
  }),
  widthMultiplier,
  depthMultiplier,
};

const tiny = { width: 96, depths: [2, 2, 6, 2], heads: [3, 6, 12, 24] };
const small = { width: 96, depths: [2, 2, 18, 2], heads: [3, 6, 12, 24] };
const base = { width: 128, depths: [2, 2, 18, 2], heads: [4, 8, 16, 32] };
/** For small images, with patches of 2 pixels or 4, and for 224. */
const patch2 = { patch: 2, window: 4 };
const patch4 = { patch: 4, window: 4 };
const size224 = { patch: 4, window: 7, imageSize: 224 };

/** Swin-T, -S and -B. */
export const swins = defineFamily({
  title: 'Swin',
  paper,
  options,
  models: {
    'swin-tiny': { ...tiny, ...patch2 },
    'swin-tiny-patch4': { ...tiny, ...patch4 },
    'swin-tiny-224': { ...tiny, ...size224 },
    'swin-small': { ...small, ...patch2 },
    'swin-small-patch4': { ...small, ...patch4 },
    'swin-small-224': { ...small, ...size224 },
    'swin-base': { ...base, ...patch2 },
    'swin-base-patch4': { ...base, ...patch4 },
    'swin-base-224': { ...base, ...size224 },
  },
  summary: ({ depths, width, patch, window }) =>
    `${depths.join(', ')} blocks from ${width} channels, patches of ${patch} pixels, windows of ${window} patches`,
  build: buildSwin,
});

/**
 * Builds a Swin Transformer of any width and depth.
 *
 * @throws RangeError if patches, windows or mergings do not cover the image evenly
 */
function buildSwin(
  name: string,
  { patch, width: baseWidth, depths, heads, window }: SwinVariant,
  given: BuildOptions<typeof options>,
): LayersModel {
  const { dropout, attentionDropout, stochasticDepth, depthMultiplier } = given;
  const net = new Transformer(given, 1e-5);
  const width = net.width(baseWidth, heads[0]);
  const blocks = depths.map((depth) => scaledDepth(depth, depthMultiplier));
  const total = blocks.reduce((sum, count) => sum + count, 0);

  const map = net.patches(name, given.patchSize ?? patch, width, xavier);
  let stage: TokenMap = {
    ...map,
    tokens: net.drop(net.norm(map.tokens, 'patches/norm'), 'drop', dropout),
  };
  let index = 0;
  blocks.forEach((count, s) => {
    if (s > 0) stage = merge(net, name, stage, `stage${s + 1}/merge`);
    const channels = width * 2 ** s;
    for (let i = 0; i < count; i++) {
      const block = `stage${s + 1}/block${i + 1}`;
      const geometry = windowsOf(name, stage, given.windowSize ?? window, i % 2 === 1);
      const rate = stochasticDepthAt(stochasticDepth, index++, total);
      const settings = { heads: heads[s], dropout, attentionDropout, geometry };
      let x = stage.tokens;
      x = net.residual(x, attend(net, x, block, channels, settings), `${block}/add1`, rate);
      const y = net.mlp(net.norm(x, `${block}/norm2`), block, channels, { dropout });
      stage = { ...stage, tokens: net.residual(x, y, `${block}/add2`, rate) };
    }
  });
  const pooled = layers
    .globalAveragePooling1d({ name: 'pool' })
    .apply(net.norm(stage.tokens, 'norm')) as SymbolicTensor;
  return net.classify(pooled, name, lecun);
}

interface AttendOptions {
  readonly heads: number;
  readonly dropout: number;
  readonly attentionDropout: number;
  readonly geometry: WindowGeometry;
}

function attend(
  net: Transformer,
  x: SymbolicTensor,
  block: string,
  channels: number,
  { heads, dropout, attentionDropout, geometry }: AttendOptions,
): SymbolicTensor {
  const normed = net.norm(x, `${block}/norm1`);
  const maps = ['query', 'key', 'value'].map((map) =>
    net.linear(normed, `${block}/${map}`, channels, { draw: lecun }),
  );
  const name = `${block}/attention`;
  const attention = new WindowAttention({
    name,
    ...geometry,
    heads,
    dropout: attentionDropout,
    tableInitializer: net.drawn(name, normal(0.02)),
  });
  const y = attention.apply(maps) as SymbolicTensor;
  return net.drop(
    net.linear(y, `${block}/out`, channels, { draw: lecun }),
    `${block}/drop1`,
    dropout,
  );
}

/** Windows no larger than the map; every other block's are shifted by half, if there are several. */
function windowsOf(
  name: string,
  { rows, columns }: TokenMap,
  window: number,
  shifted: boolean,
): WindowGeometry {
  const smallest = Math.min(rows, columns);
  const side = Math.min(window, smallest);
  if (rows % side !== 0 || columns % side !== 0) {
    throw new RangeError(
      `${name} attends within windows of ${side}×${side} tokens, which do not cover a map of ` +
        `${rows}×${columns}; choose another image size or windowSize.`,
    );
  }
  const shift = shifted && smallest > window ? Math.floor(window / 2) : 0;
  return { height: rows, width: columns, window: side, shift };
}

/** Half as many tokens along both axes, of twice the channels. */
function merge(net: Transformer, model: string, map: TokenMap, name: string): TokenMap {
  const { tokens, rows, columns } = map;
  if (rows % 2 !== 0 || columns % 2 !== 0) {
    throw new RangeError(
      `${model} halves its map of tokens three times; ${rows}×${columns} has no half. Take an ` +
        `image whose sides are multiples of eight patches.`,
    );
  }
  const merging = new PatchMerging({ name, height: rows, width: columns });
  const squares = net.norm(merging.apply(tokens) as SymbolicTensor, `${name}/norm`);
  const channels = squares.shape.at(-1)! / 2;
  return {
    tokens: net.linear(squares, `${name}/reduction`, channels, { draw: lecun, useBias: false }),
    rows: rows / 2,
    columns: columns / 2,
  };
}
