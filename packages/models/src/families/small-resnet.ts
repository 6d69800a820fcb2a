import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { BuildOptions } from '../task-options.js';
import { scaledDepth, stochasticDepthAt } from './depth.js';
import { defineFamily } from './family.js';
import { Network } from './network.js';
import { basicBlock } from './residual-blocks.js';
import {
  depthMultiplier,
  stochasticDepth,
  widthMultiplier,
  zeroInitResidual,
} from './shared-options.js';

/**
 * The ResNets for small images of He et al., section 4.2: 6n+2 layers in three stages of 16, 32 and
 * 64 filters, with 1×1 convolutions where a shortcut changes shape (option B).
 */
const paper = {
  title: 'Deep Residual Learning for Image Recognition',
  url: 'https://arxiv.org/abs/1512.03385',
};

const options = { stochasticDepth, zeroInitResidual, widthMultiplier, depthMultiplier };

/** ResNet-8 to ResNet-56 for small images. */
export const smallResnets = defineFamily({
  title: 'ResNet for small images',
  paper,
  options,
  models: {
    resnet8: { depth: 8 },
    resnet20: { depth: 20 },
    resnet32: { depth: 32 },
    resnet56: { depth: 56 },
  },
  summary: ({ depth }) => `${depth} layers of 16, 32 and 64 filters`,
  build: buildSmallResnet,
});

function buildSmallResnet(
  name: string,
  { depth }: { readonly depth: number },
  given: BuildOptions<typeof options>,
): LayersModel {
  const net = new Network(given);
  const count = scaledDepth((depth - 2) / 6, given.depthMultiplier);
  const conv = { filters: net.width(16), kernelSize: 3 };
  let x = net.norm(net.conv(net.input, 'stem/conv', conv), 'stem/norm', { relu: true });
  for (let stage = 0; stage < 3; stage++) {
    for (let i = 0; i < count; i++) {
      x = basicBlock(net, x, `stage${stage + 1}/block${i + 1}`, {
        filters: net.width(16 * 2 ** stage),
        stride: stage > 0 && i === 0 ? 2 : 1,
        useBias: false,
        zeroInitResidual: given.zeroInitResidual,
        stochasticDepth: stochasticDepthAt(given.stochasticDepth, stage * count + i, 3 * count),
      });
    }
  }
  return net.classify(net.pool(x), name);
}
