import { bindAll } from './bind.js';
import type { Bound } from './bind.js';
import type { OnednnLibrary } from './library.js';

/**
 * The functions of oneDNN's C interface that 2.x and 3.x share, as C declarations. Handles and
 * addresses are declared `uint64_t` and passed as numbers, which koffi does twice as fast as pointers.
 */
const declarations = {
  engineCreate: 'int dnnl_engine_create(_Out_ uint64_t *engine, int kind, size_t index)',
  streamCreate:
    'int dnnl_stream_create(_Out_ uint64_t *stream, uint64_t engine, unsigned int flags)',
  memoryDescSize: 'size_t dnnl_memory_desc_get_size(uint64_t md)',
  memoryCreate:
    'int dnnl_memory_create(_Out_ uint64_t *memory, uint64_t md, uint64_t engine, uint64_t handle)',
  memoryDestroy: 'int dnnl_memory_destroy(uint64_t memory)',
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
  postOpsAppendBinary: 'int dnnl_post_ops_append_binary(uint64_t ops, int algorithm, uint64_t md)',
  reorder:
    'int dnnl_reorder_primitive_desc_create(_Out_ uint64_t *pd, uint64_t from, uint64_t fromEngine, uint64_t to, uint64_t toEngine, uint64_t attr)',
} as const;

export type NativeFunctions = Bound<typeof declarations>;

/** Binds every function, so that a library that lacks one is found out at once. */
export function bindFunctions(library: OnednnLibrary): NativeFunctions {
  return bindAll(library, declarations);
}
