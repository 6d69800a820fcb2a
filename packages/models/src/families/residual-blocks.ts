import type { SymbolicTensor } from '@tensorflow/tfjs-layers';
import type { Network } from './network.js';

/** Shape of one residual block. */
interface BlockOptions {
  /** Filters of the block's 3×3 convolutions. */
  readonly filters: number;
  /** Stride of the block, taken by its first (bottleneck: second) convolution. */
  readonly stride: number;
  /** Whether the convolutions of a basic block, its shortcut among them, have biases. Default true, as in the papers' code. */
  readonly useBias?: boolean;
  /** Whether the scale of the last norm begins at 0, so that the block begins as its shortcut. */
  readonly zeroInitResidual?: boolean;
  /** Share of the examples for which the branch is left out in training. Default 0. */
  readonly stochasticDepth?: number;
}

/** Adds a residual block to a network and returns its output. */
export type ResidualBlock = (
  net: Network,
  x: SymbolicTensor,
  name: string,
  options: BlockOptions,
) => SymbolicTensor;

/** conv3×3, norm, ReLU, conv3×3, norm; plus the shortcut; ReLU. */
export const basicBlock: ResidualBlock = (net, x, name, options) => {
  const { filters, stride, useBias = true, zeroInitResidual } = options;
  const conv = { filters, kernelSize: 3, useBias };
  let y = net.conv(x, `${name}/conv1`, { ...conv, stride });
  y = net.norm(y, `${name}/norm1`, { relu: true });
  y = net.norm(net.conv(y, `${name}/conv2`, conv), `${name}/norm2`, {
    initialScale: zeroInitResidual ? 0 : 1,
  });
  return join(net, x, y, name, { ...options, useBias });
};

/** conv1×1, conv3×3, conv1×1 to four times the filters, each with its norm; plus the shortcut; ReLU. */
export const bottleneckBlock: ResidualBlock = (net, x, name, options) => {
  const { filters, stride, zeroInitResidual } = options;
  let y = net.conv(x, `${name}/conv1`, { filters, kernelSize: 1 });
  y = net.norm(y, `${name}/norm1`, { relu: true });
  y = net.conv(y, `${name}/conv2`, { filters, kernelSize: 3, stride });
  y = net.norm(y, `${name}/norm2`, { relu: true });
  y = net.conv(y, `${name}/conv3`, { filters: 4 * filters, kernelSize: 1 });
  y = net.norm(y, `${name}/norm3`, { initialScale: zeroInitResidual ? 0 : 1 });
  return join(net, x, y, name, { ...options, filters: 4 * filters, useBias: false });
};

/** The shortcut is the input itself, or a 1×1 convolution and norm where the shapes differ. */
function join(
  net: Network,
  x: SymbolicTensor,
  y: SymbolicTensor,
  name: string,
  { filters, stride, useBias, stochasticDepth = 0 }: BlockOptions,
): SymbolicTensor {
  const branch = net.stochasticDepth(y, `${name}/depth`, stochasticDepth);
  let shortcut = x;
  if (stride !== 1 || x.shape.at(-1) !== filters) {
    shortcut = net.conv(x, `${name}/shortcut/conv`, { filters, kernelSize: 1, stride, useBias });
    shortcut = net.norm(shortcut, `${name}/shortcut/norm`);
  }
  return net.addRelu(branch, shortcut, `${name}/add`);
}
