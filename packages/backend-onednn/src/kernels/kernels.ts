import type { OnednnKernel } from '../kernel-support/kernel.js';
import { convolutionKernels } from './convolution/convolution.js';
import { fusedConvolutionKernels } from './convolution/fused-convolution.js';
import { blockKernels } from './copies/blocks.js';
import { concat } from './copies/concat.js';
import { mirrorPad } from './copies/mirror-pad.js';
import { pad } from './copies/pad.js';
import { reverse } from './copies/reverse.js';
import { slice, split, stridedSlice } from './copies/slice.js';
import { pack, unpack } from './copies/stack.js';
import { tile } from './copies/tile.js';
import { transpose } from './copies/transpose.js';
import { addN } from './elementwise/add-n.js';
import { binaryKernels } from './elementwise/binary.js';
import { erf } from './elementwise/erf.js';
import { logicalKernels } from './elementwise/logical.js';
import { clipByValue, leakyRelu, prelu, step } from './elementwise/parametric.js';
import { isNaN, roundingKernels } from './elementwise/rounding.js';
import { unaryKernels } from './elementwise/unary.js';
import { attentionKernels } from './fused/attention-kernels.js';
import { batchNormKernels } from './fused/batch-norm-kernels.js';
import { groupedConvolutionKernels } from './fused/convolution-kernels.js';
import { dropoutKernels } from './fused/dropout-kernels.js';
import { fullPrecisionKernel } from './fused/full-precision-kernel.js';
import { geluKernels } from './fused/gelu-kernels.js';
import { layerNormKernels } from './fused/layer-norm-kernels.js';
import { reluKernels } from './fused/relu-kernels.js';
import { updateKernels } from './fused/update-kernels.js';
import { resizeBilinearKernels } from './images/resize-bilinear.js';
import { resizeNearestKernels } from './images/resize-nearest.js';
import { batchMatMul, fusedMatMul } from './matmul/matmul.js';
import { batchNormInference } from './normalization/batch-norm-inference.js';
import { softmax } from './normalization/softmax.js';
import { poolingKernels } from './pooling/pooling.js';
import { argKernels } from './reduction/arg-reductions.js';
import { cumsum } from './reduction/cumsum.js';
import { reductionKernels } from './reduction/reductions.js';
import { gather } from './selection/gather.js';
import { oneHot } from './selection/one-hot.js';
import { unsortedSegmentSum } from './selection/segment-sum.js';
import { select } from './selection/select.js';
import { aliasKernels } from './tensors/aliases.js';
import { cast } from './tensors/cast.js';
import { constantKernels } from './tensors/constants.js';

/** Every kernel that this package implements itself. */
export const kernels: readonly OnednnKernel[] = [
  ...convolutionKernels,
  ...fusedConvolutionKernels,
  ...groupedConvolutionKernels,
  batchMatMul,
  fusedMatMul,
  ...poolingKernels,
  ...binaryKernels,
  ...logicalKernels,
  ...unaryKernels,
  clipByValue,
  leakyRelu,
  prelu,
  step,
  ...roundingKernels,
  isNaN,
  ...reductionKernels,
  ...argKernels,
  cumsum,
  softmax,
  cast,
  ...aliasKernels,
  ...constantKernels,
  addN,
  erf,
  batchNormInference,
  gather,
  unsortedSegmentSum,
  oneHot,
  select,
  tile,
  ...batchNormKernels,
  ...layerNormKernels,
  ...geluKernels,
  ...reluKernels,
  ...dropoutKernels,
  ...attentionKernels,
  ...updateKernels,
  fullPrecisionKernel,
  transpose,
  slice,
  split,
  stridedSlice,
  concat,
  pack,
  unpack,
  pad,
  mirrorPad,
  reverse,
  ...blockKernels,
  ...resizeNearestKernels,
  ...resizeBilinearKernels,
];
