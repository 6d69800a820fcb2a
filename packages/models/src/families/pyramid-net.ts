import type { LayersModel, SymbolicTensor } from '@tensorflow/tfjs-layers';
import { PadChannels } from '../layers/pad-channels.js';
import { ShakeDrop } from '../layers/shake-drop.js';
import type { BuildOptions } from '../task-options.js';
import { scaledDepth } from './depth.js';
import { defineFamily } from './family.js';
import { Network } from './network.js';
import { depthMultiplier, widthMultiplier } from './shared-options.js';

/**
 * PyramidNet: Han, Kim and Kim, "Deep Pyramidal Residual Networks", CVPR 2017, arXiv 1610.02915, of
 * bottleneck blocks whose width grows by the same amount each; and with ShakeDrop: Yamada et al., 2018,
 * arXiv 1802.02375. In the form of the papers' code, but for images of any size.
 */
const paper = {
  title: 'Deep Pyramidal Residual Networks',
  url: 'https://arxiv.org/abs/1610.02915',
};

/** What tells the PyramidNets apart. */
interface PyramidNetVariant {
  /** Layers: 9n + 2 for n bottleneck blocks in each of the three stages. */
  readonly depth: number;
  /** By how many filters the blocks widen from the first to the last. */
  readonly alpha: number;
  /** Whether blocks are disturbed by ShakeDrop. */
  readonly shakeDrop: boolean;
}

/** Probability that ShakeDrop leaves the last block as it is; it falls linearly from 1. */
const lastKeep = 0.5;

const options = { widthMultiplier, depthMultiplier };

/** The PyramidNets, with and without ShakeDrop. */
export const pyramidNets = defineFamily({
  title: 'PyramidNet',
  paper,
  options,
  models: {
    'pyramidnet-164-48': { depth: 164, alpha: 48, shakeDrop: false },
    'pyramidnet-164-270': { depth: 164, alpha: 270, shakeDrop: false },
    'pyramidnet-200-240': { depth: 200, alpha: 240, shakeDrop: false },
    'pyramidnet-272-200': { depth: 272, alpha: 200, shakeDrop: false },
    'pyramidnet-164-48-shakedrop': { depth: 164, alpha: 48, shakeDrop: true },
    'pyramidnet-272-200-shakedrop': { depth: 272, alpha: 200, shakeDrop: true },
  },
  summary: ({ depth, alpha, shakeDrop }) =>
    `${depth} layers that widen by ${alpha} filters${shakeDrop ? ', with ShakeDrop' : ''}`,
  build: buildPyramidNet,
});

/** Builds a PyramidNet of any depth and width. */
function buildPyramidNet(
  name: string,
  { depth, alpha, shakeDrop }: PyramidNetVariant,
  given: BuildOptions<typeof options>,
): LayersModel {
  const net = new Network(given);
  const perStage = scaledDepth((depth - 2) / 9, given.depthMultiplier);
  const blocks = 3 * perStage;
  let x = net.conv(net.input, 'stem/conv', { filters: net.width(16), kernelSize: 3 });
  if (shakeDrop) x = net.norm(x, 'stem/norm');
  for (let k = 1; k <= blocks; k++) {
    const [stage, i] = [Math.floor((k - 1) / perStage), (k - 1) % perStage];
    x = block(net, x, `stage${stage + 1}/block${i + 1}`, {
      filters: net.width(roundHalfToEven(16 + (k * alpha) / blocks)),
      stride: stage > 0 && i === 0 ? 2 : 1,
      keep: shakeDrop ? 1 - (k / blocks) * (1 - lastKeep) : undefined,
    });
  }
  return net.classify(net.pool(net.norm(x, 'norm', { relu: true })), name);
}

interface BlockOptions {
  readonly filters: number;
  readonly stride: number;
  /** Probability of ShakeDrop; undefined: none. */
  readonly keep: number | undefined;
}

/** norm, conv1×1, norm, ReLU, conv3×3, norm, ReLU, conv1×1 to four times the filters, norm; plus the shortcut. */
function block(
  net: Network,
  x: SymbolicTensor,
  name: string,
  { filters, stride, keep }: BlockOptions,
): SymbolicTensor {
  let y = net.conv(net.norm(x, `${name}/norm1`), `${name}/conv1`, { filters, kernelSize: 1 });
  y = net.norm(y, `${name}/norm2`, { relu: true });
  y = net.conv(y, `${name}/conv2`, { filters, kernelSize: 3, stride });
  y = net.norm(y, `${name}/norm3`, { relu: true });
  y = net.conv(y, `${name}/conv3`, { filters: 4 * filters, kernelSize: 1 });
  y = net.norm(y, `${name}/norm4`);
  if (keep !== undefined) {
    y = new ShakeDrop({ name: `${name}/shake`, keep }).apply(y) as SymbolicTensor;
  }
  const pooled = stride === 1 ? x : net.averagePool(x, `${name}/shortcut/pool`, stride);
  const pad = new PadChannels({ name: `${name}/shortcut/pad`, channels: 4 * filters });
  return net.add(pad.apply(pooled) as SymbolicTensor, y, `${name}/add`);
}

/** As Python rounds: 0.5 to the even neighbour. */
function roundHalfToEven(x: number): number {
  const down = Math.floor(x);
  return x - down === 0.5 ? down + (down % 2) : Math.round(x);
}
