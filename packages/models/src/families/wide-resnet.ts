import type { LayersModel, SymbolicTensor } from '@tensorflow/tfjs-layers';
import { flag } from '@gnp/options';
import { PadChannels } from '../layers/pad-channels.js';
import type { BuildOptions } from '../task-options.js';
import { scaledDepth, stochasticDepthAt } from './depth.js';
import { defineFamily } from './family.js';
import { Network } from './network.js';
import { depthMultiplier, dropout, stochasticDepth, widthMultiplier } from './shared-options.js';

/**
 * WideResNet: Zagoruyko and Komodakis, "Wide Residual Networks", BMVC 2016, arXiv 1605.07146; in the
 * form of the papers' code: shortcuts that change shape are average pools with channels of zeros
 * appended, and there is no dropout.
 */
const paper = {
  title: 'Wide Residual Networks',
  url: 'https://arxiv.org/abs/1605.07146',
};

const options = {
  dropout: dropout(0),
  stochasticDepth,
  extraSkips: flag("adds each stage's input, and the stem's output, to what follows", {
    default: false,
  }),
  widthMultiplier,
  depthMultiplier,
};

/** What tells the WideResNets apart. */
interface WideResnetVariant {
  /** Layers: 6n + 4 for n blocks in each of the three stages. */
  readonly depth: number;
  /** Multiple of 16, 32 and 64 filters. */
  readonly width: number;
}

/** WRN-16-4, WRN-28-10 and WRN-40-10. */
export const wideResnets = defineFamily({
  title: 'WideResNet',
  paper,
  options,
  models: {
    'wideresnet-16-4': { depth: 16, width: 4 },
    'wideresnet-28-10': { depth: 28, width: 10 },
    'wideresnet-40-10': { depth: 40, width: 10 },
  },
  summary: ({ depth, width }) => `${depth} layers, ${width} times as wide`,
  build: buildWideResnet,
});

/** Builds a WideResNet of any depth and width. */
function buildWideResnet(
  name: string,
  { depth, width }: WideResnetVariant,
  given: BuildOptions<typeof options>,
): LayersModel {
  const { dropout, extraSkips, stochasticDepth } = given;
  const net = new Network(given);
  const count = scaledDepth((depth - 4) / 6, given.depthMultiplier);
  let x = net.conv(net.input, 'stem/conv', { filters: net.width(16), kernelSize: 3 });
  const stem = x;
  for (let stage = 0; stage < 3; stage++) {
    const before = x;
    for (let i = 0; i < count; i++) {
      x = block(net, x, `stage${stage + 1}/block${i + 1}`, {
        filters: net.width(16 * width * 2 ** stage),
        stride: stage > 0 && i === 0 ? 2 : 1,
        shortcutAfterNorm: stage === 0 && i === 0,
        dropout,
        stochasticDepth: stochasticDepthAt(stochasticDepth, stage * count + i, 3 * count),
      });
    }
    if (extraSkips) x = skip(net, before, x, `stage${stage + 1}/skip`, stage > 0 ? 2 : 1);
  }
  if (extraSkips) x = skip(net, stem, x, 'skip', 4);
  x = net.norm(x, 'norm', { relu: true });
  return net.classify(net.pool(x), name);
}

/** Adds what came before, pooled and padded to the same shape. */
function skip(
  net: Network,
  from: SymbolicTensor,
  to: SymbolicTensor,
  name: string,
  stride: number,
): SymbolicTensor {
  return net.add(to, reshaped(net, from, name, to.shape.at(-1)!, stride), `${name}/add`);
}

/** An average pool of the stride, with channels of zeros appended. */
function reshaped(
  net: Network,
  x: SymbolicTensor,
  name: string,
  channels: number,
  stride: number,
): SymbolicTensor {
  const pooled = stride === 1 ? x : net.averagePool(x, `${name}/pool`, stride);
  if (pooled.shape.at(-1) === channels) return pooled;
  return new PadChannels({ name: `${name}/pad`, channels }).apply(pooled) as SymbolicTensor;
}

interface BlockOptions {
  readonly filters: number;
  readonly stride: number;
  /** Whether the shortcut starts behind the first norm and ReLU: in the first block. */
  readonly shortcutAfterNorm: boolean;
  /** Between both convolutions. */
  readonly dropout: number;
  readonly stochasticDepth: number;
}

/** norm, ReLU, conv3×3, norm, ReLU, conv3×3; plus the shortcut. */
function block(
  net: Network,
  x: SymbolicTensor,
  name: string,
  { filters, stride, shortcutAfterNorm, dropout, stochasticDepth }: BlockOptions,
): SymbolicTensor {
  const activated = net.norm(x, `${name}/norm1`, { relu: true });
  let y = net.conv(activated, `${name}/conv1`, { filters, kernelSize: 3, stride });
  y = net.norm(y, `${name}/norm2`, { relu: true });
  y = net.drop(y, `${name}/drop`, dropout);
  y = net.conv(y, `${name}/conv2`, { filters, kernelSize: 3 });
  y = net.stochasticDepth(y, `${name}/depth`, stochasticDepth);
  const shortcut = shortcutAfterNorm ? activated : x;
  return net.add(reshaped(net, shortcut, `${name}/shortcut`, filters, stride), y, `${name}/add`);
}
