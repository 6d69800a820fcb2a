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
  build: (options) => buildWideResnet({ depth, width }, options),
}));

/** What tells the WideResNets apart. */
export interface WideResnetVariant {
  /** Layers: 6n + 4 for n blocks in each of the three stages. */
  readonly depth: number;
  /** Multiple of 16, 32 and 64 filters. */
  readonly width: number;
}

/** Builds a WideResNet of any depth and width. */
export function buildWideResnet(
  { depth, width }: WideResnetVariant,
  options: ResolvedModelOptions,
): LayersModel {
  const net = new Network(options);
  let x = net.conv(net.input, 'stem/conv', { filters: 16, kernelSize: 3 });
  for (let stage = 0; stage < 3; stage++) {
    for (let i = 0; i < (depth - 4) / 6; i++) {
      x = block(net, x, `stage${stage + 1}/block${i + 1}`, {
        filters: 16 * width * 2 ** stage,
        stride: stage > 0 && i === 0 ? 2 : 1,
        shortcutAfterNorm: stage === 0 && i === 0,
      });
    }
  }
  x = net.norm(x, 'norm', { relu: true });
  return net.classify(x, `wideresnet-${depth}-${width}`);
}

interface BlockOptions {
  readonly filters: number;
  readonly stride: number;
  /** Whether the shortcut starts behind the first norm and ReLU: in the first block. */
  readonly shortcutAfterNorm: boolean;
}

/** norm, ReLU, conv3×3, norm, ReLU, conv3×3; plus the shortcut. */
function block(
  net: Network,
  x: SymbolicTensor,
  name: string,
  { filters, stride, shortcutAfterNorm }: BlockOptions,
): SymbolicTensor {
  const activated = net.norm(x, `${name}/norm1`, { relu: true });
  let y = net.conv(activated, `${name}/conv1`, { filters, kernelSize: 3, stride });
  y = net.norm(y, `${name}/norm2`, { relu: true });
  y = net.conv(y, `${name}/conv2`, { filters, kernelSize: 3 });
  let shortcut = shortcutAfterNorm ? activated : x;
  if (stride !== 1) shortcut = net.averagePool(shortcut, `${name}/shortcut/pool`, stride);
  if (shortcut.shape.at(-1) !== filters) {
    const pad = new PadChannels({ name: `${name}/shortcut/pad`, channels: filters });
    shortcut = pad.apply(shortcut) as SymbolicTensor;
  }
  return net.add(shortcut, y, `${name}/add`);
}
