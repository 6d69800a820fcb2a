import { util } from '@tensorflow/tfjs-core';
import type { TensorInfo } from '@tensorflow/tfjs-core';

/** One call of a kernel, as far as its cost goes. */
export interface KernelCall {
  readonly inputs: Readonly<Record<string, TensorInfo>>;
  readonly attrs: Readonly<Record<string, unknown>>;
  readonly outputs: readonly TensorInfo[];
}

type Count = (call: KernelCall) => number;

const sizeOf = ({ shape }: TensorInfo) => util.sizeFromShape(shape);

/** [height, width, in a group, out]: the multiplications behind each element of the result. */
const dense = ([height, width, channels]: number[]) => height * width * channels;
const depthwise = ([height, width]: number[]) => height * width;

const product: Count = ({ inputs: { a }, attrs: { transposeA }, outputs: [y] }) =>
  2 * sizeOf(y) * (a.shape.at(transposeA ? -2 : -1) ?? 0);

/** Products of [T, D] with [D, T] or of [T, T] with [T, D], heads together. */
const attention =
  (products: number): Count =>
  ({ inputs: { q } }) => {
    const [batch, length, channels] = q.shape;
    return 2 * products * batch * length * length * channels;
  };

const convolution = (perElement: (filterShape: number[]) => number) => {
  const forward: Count = ({ inputs, outputs }) =>
    2 * sizeOf(outputs[0]) * perElement(inputs.filter.shape);
  const toInput: Count = ({ inputs: { dy, filter } }) => 2 * sizeOf(dy) * perElement(filter.shape);
  const toFilter: Count = ({ inputs: { dy }, attrs }) =>
    2 * sizeOf(dy) * perElement(attrs.filterShape as number[]);
  return { forward, toInput, toFilter };
};

const [full, separate] = [convolution(dense), convolution(depthwise)];

const counts: Readonly<Record<string, Count>> = {
  Conv2D: full.forward,
  FusedConv2D: full.forward,
  Conv2DBackpropInput: full.toInput,
  Conv2DBackpropFilter: full.toFilter,
  GnpConvolution: full.forward,
  GnpConvolutionInputGrad: full.toInput,
  GnpConvolutionFilterGrad: full.toFilter,
  DepthwiseConv2dNative: separate.forward,
  FusedDepthwiseConv2D: separate.forward,
  DepthwiseConv2dNativeBackpropInput: separate.toInput,
  DepthwiseConv2dNativeBackpropFilter: separate.toFilter,
  BatchMatMul: product,
  _FusedMatMul: product,
  GnpAttention: attention(2),
  GnpAttentionGrad: attention(4),
};

/**
 * Floating-point operations of convolutions and matrix products, a multiplication and an addition
 * counting as two; undefined for kernels that memory limits.
 */
export function operationCount(kernelName: string, call: KernelCall): number | undefined {
  return counts[kernelName]?.(call);
}
