import type { LayersModel, SymbolicTensor } from '@tensorflow/tfjs-layers';
import type { BuildOptions } from '../task-options.js';
import { scaledDepth, stochasticDepthAt } from './depth.js';
import { defineFamily } from './family.js';
import { isLarge, largeImage } from './large-images.js';
import { Network } from './network.js';
import { basicBlock, bottleneckBlock } from './residual-blocks.js';
import type { ResidualBlock } from './residual-blocks.js';
import {
  depthMultiplier,
  reference,
  stochasticDepth,
  widthMultiplier,
  zeroInitResidual,
} from './shared-options.js';

/**
 * ResNet: He, Zhang, Ren and Sun, "Deep Residual Learning for Image Recognition", CVPR 2016,
 * arXiv 1512.03385; in the form of the papers' code: no ReLU after the stem's norm, biases in the
 * convolutions of basic blocks, and for small images a stem of one 3×3 convolution with 16 filters.
 */
const paper = {
  title: 'Deep Residual Learning for Image Recognition',
  url: 'https://arxiv.org/abs/1512.03385',
};

/** What tells the ResNets apart. */
export interface ResnetVariant {
  readonly block: ResidualBlock;
  /** Blocks of each stage. */
  readonly blocks: readonly number[];
  /** Filters of the first stage; each further stage doubles them. Default 64. */
  readonly filters?: number;
}

const options = {
  stochasticDepth,
  zeroInitResidual,
  widthMultiplier,
  depthMultiplier,
  reference,
};

/** ResNet-18 to ResNet-200. */
export const resnets = defineFamily({
  title: 'ResNet',
  paper,
  options,
  models: {
    resnet18: { block: basicBlock, blocks: [2, 2, 2, 2] },
    resnet34: { block: basicBlock, blocks: [3, 4, 6, 3] },
    resnet50: { block: bottleneckBlock, blocks: [3, 4, 6, 3] },
    resnet101: { block: bottleneckBlock, blocks: [3, 4, 23, 3] },
    resnet152: { block: bottleneckBlock, blocks: [3, 8, 36, 3] },
    resnet200: { block: bottleneckBlock, blocks: [3, 24, 36, 3] },
  },
  summary: (_, name) =>
    `${name.slice('resnet'.length)} layers; ImageNet stem from ${largeImage} pixels, 3×3 stem below`,
  build: buildResnet,
});

/** Builds a ResNet of any depth and width. */
export function buildResnet(
  name: string,
  { block, blocks, filters: firstFilters = 64 }: ResnetVariant,
  given: BuildOptions<typeof options>,
): LayersModel {
  const net = new Network(given);
  const counts = blocks.map((count) => scaledDepth(count, given.depthMultiplier));
  const total = counts.reduce((sum, count) => sum + count, 0);
  let index = 0;
  let x = stem(net, isLarge(given));
  counts.forEach((count, stage) => {
    for (let i = 0; i < count; i++) {
      x = block(net, x, `stage${stage + 1}/block${i + 1}`, {
        filters: net.width(firstFilters * 2 ** stage),
        stride: stage > 0 && i === 0 ? 2 : 1,
        zeroInitResidual: given.zeroInitResidual,
        stochasticDepth: stochasticDepthAt(given.stochasticDepth, index++, total),
      });
    }
  });
  return net.classify(net.pool(x), name);
}

function stem(net: Network, large: boolean): SymbolicTensor {
  const shape = large
    ? { filters: net.width(64), kernelSize: 7, stride: 2 }
    : { filters: net.width(16), kernelSize: 3, stride: 1 };
  const x = net.norm(net.conv(net.input, 'stem/conv', shape), 'stem/norm');
  return large ? net.maxPool(x, 'stem/pool', 3, 2) : x;
}
