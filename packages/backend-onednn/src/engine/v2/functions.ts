import { bindAll } from '../../native/bind.js';
import type { Bound } from '../../native/bind.js';
import type { OnednnLibrary } from '../../native/library.js';

const dims = 'const int64_t *';
const window = `${dims} strides, ${dims} dilations, ${dims} before, ${dims} after`;
const pooling = `${dims} strides, ${dims} kernel, ${dims} before, ${dims} after`;

/**
 * The functions of oneDNN 2.x's C interface whose shape 3.x does not share (`dnnl.h` of 2.6). Memory
 * descriptors are structs at an address; an operation is first written into an operation descriptor,
 * a struct in JavaScript memory, hence `void *`.
 */
const declarations = {
  memoryDescInit: `int dnnl_memory_desc_init_by_strides(uint64_t md, int rank, ${dims} dims, int type, ${dims} strides)`,
  memoryDescInitByTag: `int dnnl_memory_desc_init_by_tag(uint64_t md, int rank, ${dims} dims, int type, int tag)`,
  memorySetHandle:
    'int dnnl_memory_set_data_handle_v2(uint64_t memory, uint64_t handle, uint64_t stream)',
  postOpsAppendEltwise:
    'int dnnl_post_ops_append_eltwise(uint64_t ops, float scale, int algorithm, float alpha, float beta)',
  primitiveDescCreate:
    'int dnnl_primitive_desc_create(_Out_ uint64_t *pd, const void *op, uint64_t attr, uint64_t engine, uint64_t hint)',
  convolutionForward: `int dnnl_dilated_convolution_forward_desc_init(void *op, int prop, int algorithm, uint64_t source, uint64_t weights, uint64_t bias, uint64_t destination, ${window})`,
  convolutionBackwardData: `int dnnl_dilated_convolution_backward_data_desc_init(void *op, int algorithm, uint64_t source, uint64_t weights, uint64_t destination, ${window})`,
  convolutionBackwardWeights: `int dnnl_dilated_convolution_backward_weights_desc_init(void *op, int algorithm, uint64_t source, uint64_t weights, uint64_t bias, uint64_t destination, ${window})`,
  matmul: 'int dnnl_matmul_desc_init(void *op, uint64_t a, uint64_t b, uint64_t bias, uint64_t c)',
  eltwiseForward:
    'int dnnl_eltwise_forward_desc_init(void *op, int prop, int algorithm, uint64_t md, float alpha, float beta)',
  eltwiseBackward:
    'int dnnl_eltwise_backward_desc_init(void *op, int algorithm, uint64_t diff, uint64_t md, float alpha, float beta)',
  binary: 'int dnnl_binary_desc_init(void *op, int algorithm, uint64_t a, uint64_t b, uint64_t c)',
  poolingForward: `int dnnl_pooling_forward_desc_init(void *op, int prop, int algorithm, uint64_t source, uint64_t destination, ${pooling})`,
  poolingBackward: `int dnnl_pooling_backward_desc_init(void *op, int algorithm, uint64_t source, uint64_t destination, ${pooling})`,
  batchNormForward:
    'int dnnl_batch_normalization_forward_desc_init(void *op, int prop, uint64_t md, float epsilon, unsigned int flags)',
  batchNormBackward:
    'int dnnl_batch_normalization_backward_desc_init(void *op, int prop, uint64_t diff, uint64_t md, float epsilon, unsigned int flags)',
  layerNormForward:
    'int dnnl_layer_normalization_forward_desc_init(void *op, int prop, uint64_t md, uint64_t stats, float epsilon, unsigned int flags)',
  layerNormBackward:
    'int dnnl_layer_normalization_backward_desc_init(void *op, int prop, uint64_t diff, uint64_t md, uint64_t stats, float epsilon, unsigned int flags)',
  softmaxForward:
    'int dnnl_softmax_v2_forward_desc_init(void *op, int prop, int algorithm, uint64_t source, uint64_t destination, int axis)',
  softmaxBackward:
    'int dnnl_softmax_v2_backward_desc_init(void *op, int algorithm, uint64_t diffSource, uint64_t diffDestination, uint64_t destination, int axis)',
} as const;

export type Functions2 = Bound<typeof declarations>;

/** Binds them, so that a library that lacks one is found out at once. */
export function bindFunctions2(library: OnednnLibrary): Functions2 {
  return bindAll(library, declarations);
}
