import type { LayersModel, SymbolicTensor } from '@tensorflow/tfjs-layers';
import { PadChannels } from '../layers/pad-channels.js';
import type { ModelEntry } from '../model-entry.js';
import type { ResolvedModelOptions } from '../model-options.js';
import { Network } from './network.js';

/**
 * WideResNet: Zagoruyko and Komodakis, "Wide Residual Networks", BMVC 2016, arXiv 1605.07146; in the
 * form of the papers' code: shortcuts that change shape are average pools with channels of zeros
 * appended, and there is no dropout.
 */
const paper = {
  title: 'Wide Residual Networks',
  url: 'https://arxiv.org/abs/1605.07146',
};

/** Those of the family. */
const familyOptions = [
  ...(['dropout', 'stochasticDepth', 'extraSkips'] as const),
  ...(['widthMultiplier', 'depthMultiplier'] as const),
] as const;

/** The registry entries of WRN-16-4, WRN-28-10 and WRN-40-10. */
export const wideResnets: ModelEntry[] = [
  [16, 4],
  [28, 10],
  [40, 10],
].map(([depth, width]) => ({
  name: `wideresnet-${depth}-${width}`,
  family: 'WideResNet',
  summary: `${depth} layers, ${width} times as wide`,
  paper,
  imageSize: 32,
  options: familyOptions,
  build: (options) => buildWideResnet({ depth, width }, options),
}));

/** What tells the WideResNets apart. */
interface WideResnetVariant {
  /** Layers: 6n + 4 for n blocks in each of the three stages. */
  readonly depth: number;
  /** Multiple of 16, 32 and 64 filters. */
  readonly width: number;
}

/** Builds a WideResNet of any depth and width. */
function buildWideResnet(
  { depth, width }: WideResnetVariant,
  options: ResolvedModelOptions,
): LayersModel {
  const { dropout = 0, extraSkips = false } = options;
  const net = new Network(options);
  const count = net.depth((depth - 4) / 6);
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
        stochasticDepth: net.stochasticDepthAt(stage * count + i, 3 * count),
      });
    }
    if (extraSkips) x = skip(net, before, x, `stage${stage + 1}/skip`, stage > 0 ? 2 : 1);
  }
  if (extraSkips) x = skip(net, stem, x, 'skip', 4);
  x = net.norm(x, 'norm', { relu: true });
  return net.classify(net.pool(x), `wideresnet-${depth}-${width}`);
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
