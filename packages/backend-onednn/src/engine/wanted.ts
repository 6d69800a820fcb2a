import type { ArrayDescriptor } from '../portable/array.js';
import type { SlidingWindow } from '../portable/sliding-window.js';
import type { Descriptor } from './descriptor.js';
import type {
  BinaryAlgorithm,
  EltwiseAlgorithm,
  PoolingAlgorithm,
  SoftmaxAlgorithm,
} from './enums.js';

/** What can be asked of the library (`Operations`): the layouts of the arrays, and the parameters. */

export interface Convolution extends SlidingWindow {
  /** [O, I, H, W], or [G, O/G, I/G, H, W] in groups. */
  readonly filter: ArrayDescriptor;
  /** [O] */
  readonly bias?: ArrayDescriptor | undefined;
  /** Gaps between the taps: 0 is dense. */
  readonly dilations: readonly number[];
}

export interface Matmul {
  /** [..., M, K] */
  readonly a: ArrayDescriptor;
  /** [..., K, N] */
  readonly b: ArrayDescriptor;
  /** [..., 1, N] */
  readonly bias?: ArrayDescriptor | undefined;
  /** [..., M, N] */
  readonly c: ArrayDescriptor;
}

export interface Eltwise {
  /** Argument and result alike. */
  readonly array: Descriptor;
  readonly algorithm: EltwiseAlgorithm;
  /** Parameters of the function; 0 by default. */
  readonly alpha?: number;
  readonly beta?: number;
}

export interface Binary {
  readonly algorithm: BinaryAlgorithm;
  readonly a: Descriptor;
  readonly b: Descriptor;
  readonly destination: Descriptor;
}

export interface Pooling extends SlidingWindow {
  readonly algorithm: PoolingAlgorithm;
  /** Size of the window. */
  readonly kernel: readonly number[];
}

export interface BatchNorm {
  /** Images before and after, [N, C, H, W] in logical order. */
  readonly images: Descriptor;
  readonly epsilon: number;
  /** Whether relu follows; it needs a workspace. */
  readonly relu: boolean;
}

export interface LayerNorm {
  /** Before and after; normalised along the last axis. */
  readonly array: Descriptor;
  /** Means and variances: the leading axes. */
  readonly statistics: Descriptor;
  readonly epsilon: number;
}

export interface Softmax {
  readonly source: Descriptor;
  readonly destination: Descriptor;
  readonly axis: number;
  /** `softmax` by default. */
  readonly algorithm?: SoftmaxAlgorithm;
}
