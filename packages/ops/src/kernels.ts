import type { FusedKernel } from './fused-kernel.js';

/** x [..., C], scale [C], shift [C] → y, mean [C], variance [C], and notes for the gradient. */
export const BatchNorm: FusedKernel<'x' | 'scale' | 'shift', BatchNormAttrs> = {
  kernelName: 'GnpBatchNorm',
};

/** → the gradients of x, scale and shift. */
export const BatchNormGrad: FusedKernel<
  'dy' | 'x' | 'scale' | 'shift' | 'mean' | 'variance' | 'notes',
  BatchNormAttrs
> = { kernelName: 'GnpBatchNormGrad' };

/** Attributes of {@link BatchNorm}. */
export interface BatchNormAttrs {
  readonly epsilon: number;
  /** Whether max(0, ·) follows. */
  readonly relu: boolean;
}

/** x [..., C], scale [C], shift [C] → y, and the mean and variance of each row. */
export const LayerNorm: FusedKernel<'x' | 'scale' | 'shift', LayerNormAttrs> = {
  kernelName: 'GnpLayerNorm',
};

/** → the gradients of x, scale and shift. */
export const LayerNormGrad: FusedKernel<
  'dy' | 'x' | 'scale' | 'shift' | 'mean' | 'variance',
  LayerNormAttrs
> = { kernelName: 'GnpLayerNormGrad' };

/** Attributes of {@link LayerNorm}. */
export interface LayerNormAttrs {
  readonly epsilon: number;
}

/** x [N, H, W, C], filter [h, w, C / groups, D], bias [D] or [0] → y [N, H', W', D]. */
export const Convolution: FusedKernel<'x' | 'filter' | 'bias', ConvolutionAttrs> = {
  kernelName: 'GnpConvolution',
};

/** → the gradient of x. */
export const ConvolutionInputGrad: FusedKernel<
  'dy' | 'filter',
  ConvolutionAttrs & { readonly inputShape: number[] }
> = { kernelName: 'GnpConvolutionInputGrad' };

/** → the gradients of filter and, where there is one, bias. */
export const ConvolutionFilterGrad: FusedKernel<
  'dy' | 'x',
  ConvolutionAttrs & { readonly filterShape: number[]; readonly bias: boolean }
> = { kernelName: 'GnpConvolutionFilterGrad' };

/** Attributes of {@link Convolution}. */
export interface ConvolutionAttrs {
  readonly strides: [number, number];
  readonly dilations: [number, number];
  readonly pad: 'same' | 'valid';
  readonly groups: number;
}

/** x → y. */
export const Gelu: FusedKernel<'x', GeluAttrs> = { kernelName: 'GnpGelu' };

/** → the gradient of x. */
export const GeluGrad: FusedKernel<'dy' | 'x', GeluAttrs> = { kernelName: 'GnpGeluGrad' };

/** Attributes of {@link Gelu}. */
export interface GeluAttrs {
  /** Whether the tanh approximation stands for the error function. */
  readonly approximate: boolean;
}

/** a, b of one shape → max(0, a + b). */
export const AddRelu: FusedKernel<'a' | 'b', object> = { kernelName: 'GnpAddRelu' };

/** dy where y > 0, else 0; y is what relu gave. */
export const ReluGrad: FusedKernel<'dy' | 'y', object> = { kernelName: 'GnpReluGrad' };

/** → a mask of `shape`, bool; see `dropoutMask`. */
export const DropoutMask: FusedKernel<never, DropoutMaskAttrs> = { kernelName: 'GnpDropoutMask' };

/** Attributes of {@link DropoutMask}. */
export interface DropoutMaskAttrs {
  readonly shape: number[];
  readonly rate: number;
  readonly seed: number;
}

/** x times a mask (bool, of the same shape) times `scale`. */
export const ApplyMask: FusedKernel<'x' | 'mask', { readonly scale: number }> = {
  kernelName: 'GnpApplyMask',
};

/** q, k, v [B, T, D], mask [B, heads, T, T] or [0] → y [B, T, D], probabilities [B, heads, T, T]. */
export const Attention: FusedKernel<'q' | 'k' | 'v' | 'mask', AttentionAttrs> = {
  kernelName: 'GnpAttention',
};

/** → the gradients of q, k and v. */
export const AttentionGrad: FusedKernel<
  'dy' | 'q' | 'k' | 'v' | 'mask' | 'probabilities',
  AttentionAttrs
> = { kernelName: 'GnpAttentionGrad' };

/** Attributes of {@link Attention}. */
export interface AttentionAttrs {
  readonly heads: number;
  /** What the probabilities that the mask keeps are multiplied by. */
  readonly maskScale: number;
}

/** x → the same numbers, stored as f32. */
export const FullPrecision: FusedKernel<'x', object> = { kernelName: 'GnpFullPrecision' };

/**
 * a and x of one shape → aScale · aFactor · a + xScale · xFactor · x, with factors that are scalars on
 * the device, 1 where they are left out. A scale or factor of 0 leaves its tensor out.
 */
export const WeightedSum: FusedKernel<'a' | 'x', WeightedSumAttrs, 'aFactor' | 'xFactor'> = {
  kernelName: 'GnpWeightedSum',
};

/** Attributes of {@link WeightedSum} and {@link WeightedSquare}. */
export interface WeightedSumAttrs {
  readonly aScale: number;
  readonly xScale: number;
}

/** a and x of one shape → aScale · a + xScale · x². */
export const WeightedSquare: FusedKernel<'a' | 'x', WeightedSumAttrs> = {
  kernelName: 'GnpWeightedSquare',
};

/**
 * x and a norm, a scalar → x · maxNorm / norm where the norm is finite and above `maxNorm`, else x
 * itself.
 */
export const Shortened: FusedKernel<'x' | 'norm', { readonly maxNorm: number }> = {
  kernelName: 'GnpShortened',
};

/** Any number of tensors, named 0, 1, … → the Euclidean norm of all their elements, a scalar. */
export const GlobalNorm: FusedKernel<string, object> = { kernelName: 'GnpGlobalNorm' };

/**
 * Tensors named a0, b0, a1, b1, …, pairs of one shape, and two norms, scalars → Σ a · b / (aNorm · bNorm),
 * a scalar; 0 where a norm is 0.
 */
export const GlobalCosine: FusedKernel<string, object> = { kernelName: 'GnpGlobalCosine' };

/**
 * mean and variance of one shape, and two scalars → (mean / meanWeight) / (√(variance / varianceWeight)
 * + epsilon); epsilon is a normal number of float32.
 */
export const AdamDirection: FusedKernel<
  'mean' | 'variance' | 'meanWeight' | 'varianceWeight',
  AdamDirectionAttrs
> = { kernelName: 'GnpAdamDirection' };

/** Attributes of {@link AdamDirection}. */
export interface AdamDirectionAttrs {
  readonly epsilon: number;
}

/**
 * What {@link Arithmetic} is made of. `ratio` is 0 where the divisor is 0, that is below float32's
 * smallest normal number; `isAbove` is 1 or 0; `sign` and `magnitude` take one operand.
 */
export type OperationName =
  'plus' | 'minus' | 'times' | 'ratio' | 'smaller' | 'isAbove' | 'sign' | 'magnitude';

/** An expression of numbers and of inputs by their index. */
export type Arithmetic =
  | number
  | { readonly input: number }
  | readonly [operation: OperationName, ...operands: Arithmetic[]];

/** Scalars, named 0, 1, … → the value of an expression of them, a scalar. */
export const Arithmetic: FusedKernel<string, { readonly expression: Arithmetic }> = {
  kernelName: 'GnpArithmetic',
};
