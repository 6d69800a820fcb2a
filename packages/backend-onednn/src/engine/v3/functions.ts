import { bindAll } from '../../native/bind.js';
import type { Bound } from '../../native/bind.js';
import type { OnednnLibrary } from '../../native/library.js';

const dims = 'const int64_t *';
const create = '_Out_ uint64_t *pd, uint64_t engine';
const window = `${dims} strides, ${dims} dilations, ${dims} before, ${dims} after`;
const pooling = `${dims} strides, ${dims} kernel, ${dims} dilations, ${dims} before, ${dims} after`;

/**
 * The functions of oneDNN 3.x's C interface whose shape 2.x does not share. Descriptors are handles,
 * and each operation has a function that makes its primitive descriptor (`dnnl.h` of 3.x).
 *
 * Checked against the headers of 3.x, on a double of the library and on a real 3.2.
 */
const declarations = {
  memoryDescCreate: `int dnnl_memory_desc_create_with_strides(_Out_ uint64_t *md, int rank, ${dims} dims, int type, ${dims} strides)`,
  memoryDescCreateByTag: `int dnnl_memory_desc_create_with_tag(_Out_ uint64_t *md, int rank, ${dims} dims, int type, int tag)`,
  memoryDescDestroy: 'int dnnl_memory_desc_destroy(uint64_t md)',
  memorySetHandle: 'int dnnl_memory_set_data_handle(uint64_t memory, uint64_t handle)',
  postOpsAppendEltwise:
    'int dnnl_post_ops_append_eltwise(uint64_t ops, int algorithm, float alpha, float beta)',
  convolutionForward: `int dnnl_convolution_forward_primitive_desc_create(${create}, int prop, int algorithm, uint64_t source, uint64_t weights, uint64_t bias, uint64_t destination, ${window}, uint64_t attr)`,
  convolutionBackwardData: `int dnnl_convolution_backward_data_primitive_desc_create(${create}, int algorithm, uint64_t diffSource, uint64_t weights, uint64_t diffDestination, ${window}, uint64_t hint, uint64_t attr)`,
  convolutionBackwardWeights: `int dnnl_convolution_backward_weights_primitive_desc_create(${create}, int algorithm, uint64_t source, uint64_t diffWeights, uint64_t diffBias, uint64_t diffDestination, ${window}, uint64_t hint, uint64_t attr)`,
  matmul: `int dnnl_matmul_primitive_desc_create(${create}, uint64_t a, uint64_t b, uint64_t bias, uint64_t c, uint64_t attr)`,
  eltwiseForward: `int dnnl_eltwise_forward_primitive_desc_create(${create}, int prop, int algorithm, uint64_t source, uint64_t destination, float alpha, float beta, uint64_t attr)`,
  eltwiseBackward: `int dnnl_eltwise_backward_primitive_desc_create(${create}, int algorithm, uint64_t diffSource, uint64_t diffDestination, uint64_t source, float alpha, float beta, uint64_t hint, uint64_t attr)`,
  binary: `int dnnl_binary_primitive_desc_create(${create}, int algorithm, uint64_t a, uint64_t b, uint64_t c, uint64_t attr)`,
  poolingForward: `int dnnl_pooling_forward_primitive_desc_create(${create}, int prop, int algorithm, uint64_t source, uint64_t destination, ${pooling}, uint64_t attr)`,
  poolingBackward: `int dnnl_pooling_backward_primitive_desc_create(${create}, int algorithm, uint64_t diffSource, uint64_t diffDestination, ${pooling}, uint64_t hint, uint64_t attr)`,
  batchNormForward: `int dnnl_batch_normalization_forward_primitive_desc_create(${create}, int prop, uint64_t source, uint64_t destination, float epsilon, unsigned int flags, uint64_t attr)`,
  batchNormBackward: `int dnnl_batch_normalization_backward_primitive_desc_create(${create}, int prop, uint64_t diffSource, uint64_t diffDestination, uint64_t source, float epsilon, unsigned int flags, uint64_t hint, uint64_t attr)`,
  layerNormForward: `int dnnl_layer_normalization_forward_primitive_desc_create(${create}, int prop, uint64_t source, uint64_t destination, uint64_t statistics, float epsilon, unsigned int flags, uint64_t attr)`,
  layerNormBackward: `int dnnl_layer_normalization_backward_primitive_desc_create(${create}, int prop, uint64_t diffSource, uint64_t diffDestination, uint64_t source, uint64_t statistics, float epsilon, unsigned int flags, uint64_t hint, uint64_t attr)`,
  softmaxForward: `int dnnl_softmax_forward_primitive_desc_create(${create}, int prop, int algorithm, uint64_t source, uint64_t destination, int axis, uint64_t attr)`,
  softmaxBackward: `int dnnl_softmax_backward_primitive_desc_create(${create}, int algorithm, uint64_t diffSource, uint64_t diffDestination, uint64_t destination, int axis, uint64_t hint, uint64_t attr)`,
} as const;

export type Functions3 = Bound<typeof declarations>;

/** Binds them, so that a library that lacks one is found out at once. */
export function bindFunctions3(library: OnednnLibrary): Functions3 {
  return bindAll(library, declarations);
}
