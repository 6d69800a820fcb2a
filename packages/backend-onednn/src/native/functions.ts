import type { OnednnLibrary } from './library.js';

const dimensions = 'const int64_t *';
const windowArguments = `${dimensions} strides, ${dimensions} dilations, ${dimensions} before, ${dimensions} after`;
const poolArguments = `${dimensions} strides, ${dimensions} kernel, ${dimensions} before, ${dimensions} after`;

/**
 * The functions of oneDNN 2.x's C interface that the backend calls, as C declarations. Handles are
 * declared `uint64_t` and passed as numbers, which koffi does twice as fast as pointers; memory
 * descriptors and operation descriptors are structs in JavaScript memory, hence `void *`.
 */
const declarations = {
  engineCreate: 'int dnnl_engine_create(_Out_ uint64_t *engine, int kind, size_t index)',
  streamCreate:
    'int dnnl_stream_create(_Out_ uint64_t *stream, uint64_t engine, unsigned int flags)',
  memoryDescInit: `int dnnl_memory_desc_init_by_strides(void *md, int rank, ${dimensions} dims, int type, ${dimensions} strides)`,
  memoryDescInitByTag: `int dnnl_memory_desc_init_by_tag(void *md, int rank, ${dimensions} dims, int type, int tag)`,
  memoryDescSize: 'size_t dnnl_memory_desc_get_size(const void *md)',
  memoryCreate:
    'int dnnl_memory_create(_Out_ uint64_t *memory, const void *md, uint64_t engine, uint64_t handle)',
  memoryDestroy: 'int dnnl_memory_destroy(uint64_t memory)',
  memorySetHandle:
    'int dnnl_memory_set_data_handle_v2(uint64_t memory, uint64_t handle, uint64_t stream)',
  primitiveDescCreate:
    'int dnnl_primitive_desc_create(_Out_ uint64_t *pd, const void *op, uint64_t attr, uint64_t engine, uint64_t hint)',
  primitiveDescDestroy: 'int dnnl_primitive_desc_destroy(uint64_t pd)',
  primitiveDescQueryMd: 'uint64_t dnnl_primitive_desc_query_md(uint64_t pd, int what, int index)',
  primitiveDescQueryText:
    'int dnnl_primitive_desc_query(uint64_t pd, int what, int index, _Out_ const char **text)',
  primitiveCreate: 'int dnnl_primitive_create(_Out_ uint64_t *primitive, uint64_t pd)',
  primitiveDestroy: 'int dnnl_primitive_destroy(uint64_t primitive)',
  primitiveExecute:
    'int dnnl_primitive_execute(uint64_t primitive, uint64_t stream, int count, uint64_t args)',
  attrCreate: 'int dnnl_primitive_attr_create(_Out_ uint64_t *attr)',
  attrDestroy: 'int dnnl_primitive_attr_destroy(uint64_t attr)',
  attrSetPostOps: 'int dnnl_primitive_attr_set_post_ops(uint64_t attr, uint64_t ops)',
  postOpsCreate: 'int dnnl_post_ops_create(_Out_ uint64_t *ops)',
  postOpsDestroy: 'int dnnl_post_ops_destroy(uint64_t ops)',
  postOpsAppendEltwise:
    'int dnnl_post_ops_append_eltwise(uint64_t ops, float scale, int algorithm, float alpha, float beta)',
  postOpsAppendBinary:
    'int dnnl_post_ops_append_binary(uint64_t ops, int algorithm, const void *md)',
  convolutionForward: `int dnnl_dilated_convolution_forward_desc_init(void *op, int prop, int algorithm, const void *source, const void *weights, const void *bias, const void *destination, ${windowArguments})`,
  convolutionBackwardData: `int dnnl_dilated_convolution_backward_data_desc_init(void *op, int algorithm, const void *source, const void *weights, const void *destination, ${windowArguments})`,
  convolutionBackwardWeights: `int dnnl_dilated_convolution_backward_weights_desc_init(void *op, int algorithm, const void *source, const void *weights, const void *bias, const void *destination, ${windowArguments})`,
  matmul:
    'int dnnl_matmul_desc_init(void *op, const void *a, const void *b, const void *bias, const void *c)',
  batchNormForward:
    'int dnnl_batch_normalization_forward_desc_init(void *op, int prop, const void *md, float epsilon, unsigned int flags)',
  batchNormBackward:
    'int dnnl_batch_normalization_backward_desc_init(void *op, int prop, const void *diff, const void *md, float epsilon, unsigned int flags)',
  layerNormForward:
    'int dnnl_layer_normalization_forward_desc_init(void *op, int prop, const void *md, const void *stats, float epsilon, unsigned int flags)',
  layerNormBackward:
    'int dnnl_layer_normalization_backward_desc_init(void *op, int prop, const void *diff, const void *md, const void *stats, float epsilon, unsigned int flags)',
  poolingForward: `int dnnl_pooling_forward_desc_init(void *op, int prop, int algorithm, const void *source, const void *destination, ${poolArguments})`,
  poolingBackward: `int dnnl_pooling_backward_desc_init(void *op, int algorithm, const void *source, const void *destination, ${poolArguments})`,
  eltwiseForward:
    'int dnnl_eltwise_forward_desc_init(void *op, int prop, int algorithm, const void *md, float alpha, float beta)',
  eltwiseBackward:
    'int dnnl_eltwise_backward_desc_init(void *op, int algorithm, const void *diff, const void *md, float alpha, float beta)',
  binary:
    'int dnnl_binary_desc_init(void *op, int algorithm, const void *a, const void *b, const void *c)',
  softmaxForward:
    'int dnnl_softmax_v2_forward_desc_init(void *op, int prop, int algorithm, const void *source, const void *destination, int axis)',
  softmaxBackward:
    'int dnnl_softmax_v2_backward_desc_init(void *op, int algorithm, const void *diffSource, const void *diffDestination, const void *destination, int axis)',
  reorder:
    'int dnnl_reorder_primitive_desc_create(_Out_ uint64_t *pd, const void *from, uint64_t fromEngine, const void *to, uint64_t toEngine, uint64_t attr)',
} as const;

type Name = keyof typeof declarations;

/** A bound foreign function: numbers, strings and typed arrays in, the status or value out. */
export type NativeFunction = (...args: unknown[]) => number;

export type NativeFunctions = Readonly<Record<Name, NativeFunction>>;

/** Binds every function, so that a library that lacks one is found out at once. */
export function bindFunctions(library: OnednnLibrary): NativeFunctions {
  const entries = Object.entries(declarations).map(([name, declaration]) => [
    name,
    library.handle.func(declaration),
  ]);
  return Object.fromEntries(entries) as NativeFunctions;
}
