import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { ModelEntry } from '../model-entry.js';
import type { ResolvedModelOptions } from '../model-options.js';
import { Network } from './network.js';
import { basicBlock } from './residual-blocks.js';

/**
 * The ResNets for small images of He et al., section 4.2: 6n+2 layers in three stages of 16, 32 and
 * 64 filters, with 1×1 convolutions where a shortcut changes shape (option B).
 */
const paper = {
  title: 'Deep Residual Learning for Image Recognition',
  url: 'https://arxiv.org/abs/1512.03385',
};

/** The registry entries of ResNet-8 to ResNet-56 for small images. */
export const smallResnets: ModelEntry[] = [8, 20, 32, 56].map((depth) => ({
  name: `resnet${depth}`,
  family: 'ResNet for small images',
  summary: `${depth} layers of 16, 32 and 64 filters`,
  paper,
  imageSize: 32,
  options: ['stochasticDepth', 'zeroInitResidual', 'widthMultiplier', 'depthMultiplier'],
  build: (options) => buildSmallResnet(depth, options),
}));

function buildSmallResnet(depth: number, options: ResolvedModelOptions): LayersModel {
  const net = new Network(options);
  const count = net.depth((depth - 2) / 6);
  const conv = { filters: net.width(16), kernelSize: 3 };
  let x = net.norm(net.conv(net.input, 'stem/conv', conv), 'stem/norm', { relu: true });
  for (let stage = 0; stage < 3; stage++) {
    for (let i = 0; i < count; i++) {
      x = basicBlock(net, x, `stage${stage + 1}/block${i + 1}`, {
        filters: net.width(16 * 2 ** stage),
        stride: stage > 0 && i === 0 ? 2 : 1,
        useBias: false,
        zeroInitResidual: options.zeroInitResidual,
        stochasticDepth: net.stochasticDepthAt(stage * count + i, 3 * count),
      });
    }
  }
  return net.classify(net.pool(x), `resnet${depth}`);
}
