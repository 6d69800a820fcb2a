import type { LibC } from '../../native/libc.js';
import type { OnednnLibrary } from '../../native/library.js';
import type { Functions3 } from '../v3/functions.js';
import { bindFunctions2 } from './functions.js';

/** Size of `dnnl_memory_desc_t`. */
const descriptorBytes = 696;

/** `dnnl_out_of_memory`. */
const outOfMemory = 1;

/** Larger than any operation descriptor. */
const operationBytes = 8192;

/** oneDNN 2.x behind the functions of 3.x. */
export function functions2(library: OnednnLibrary, libc: LibC, stream: number): Functions3 {
  const f = bindFunctions2(library);

  /** Makes a memory descriptor at a fresh address. */
  const describe = (out: unknown, init: (address: number) => number): number => {
    const address = libc.malloc(descriptorBytes);
    const status = address === 0 ? outOfMemory : init(address);
    if (status === 0) (out as number[])[0] = address;
    else libc.freeAddress(address);
    return status;
  };

  /** Writes an operation descriptor and finds an implementation. */
  const create = (
    [out, engine]: readonly [unknown, unknown],
    [hint, attributes]: readonly [unknown, unknown],
    init: (operation: Uint8Array) => number,
  ): number => {
    const operation = new Uint8Array(operationBytes);
    return init(operation) || f.primitiveDescCreate(out, operation, attributes, engine, hint);
  };

  return {
    memoryDescCreate: (out, ...rest) => describe(out, (md) => f.memoryDescInit(md, ...rest)),
    memoryDescCreateByTag: (out, ...rest) =>
      describe(out, (md) => f.memoryDescInitByTag(md, ...rest)),
    memoryDescDestroy: (md) => {
      libc.freeAddress(md as number);
      return 0;
    },
    memorySetHandle: (memory, address) => f.memorySetHandle(memory, address, stream),
    postOpsAppendEltwise: (chain, ...rest) => f.postOpsAppendEltwise(chain, 1, ...rest),
    convolutionForward: (pd, engine, ...rest) =>
      create([pd, engine], [0, rest[10]], (op) => f.convolutionForward(op, ...rest.slice(0, 10))),
    convolutionBackwardData: (pd, engine, ...rest) =>
      create([pd, engine], [rest[8], rest[9]], (op) =>
        f.convolutionBackwardData(op, ...rest.slice(0, 8)),
      ),
    convolutionBackwardWeights: (pd, engine, ...rest) =>
      create([pd, engine], [rest[9], rest[10]], (op) =>
        f.convolutionBackwardWeights(op, ...rest.slice(0, 9)),
      ),
    matmul: (pd, engine, a, b, bias, c, attributes) =>
      create([pd, engine], [0, attributes], (op) => f.matmul(op, a, b, bias, c)),
    // 2.x describes both sides of an element-wise function, and of a normalisation, at once.
    eltwiseForward: (pd, engine, prop, algorithm, source, _destination, alpha, beta, attributes) =>
      create([pd, engine], [0, attributes], (op) =>
        f.eltwiseForward(op, prop, algorithm, source, alpha, beta),
      ),
    eltwiseBackward: (pd, engine, algorithm, diff, _diffY, source, alpha, beta, ...last) =>
      create([pd, engine], [last[0], last[1]], (op) =>
        f.eltwiseBackward(op, algorithm, diff, source, alpha, beta),
      ),
    binary: (pd, engine, algorithm, a, b, c, attributes) =>
      create([pd, engine], [0, attributes], (op) => f.binary(op, algorithm, a, b, c)),
    // 2.x knows dilated pooling by another function, which nothing here asks for.
    poolingForward: (pd, engine, prop, algorithm, from, to, strides, kernel, _dilations, ...last) =>
      create([pd, engine], [0, last[2]], (op) =>
        f.poolingForward(op, prop, algorithm, from, to, strides, kernel, last[0], last[1]),
      ),
    poolingBackward: (pd, engine, algorithm, dx, dy, strides, kernel, _dilations, ...last) =>
      create([pd, engine], [last[2], last[3]], (op) =>
        f.poolingBackward(op, algorithm, dx, dy, strides, kernel, last[0], last[1]),
      ),
    batchNormForward: (pd, engine, prop, source, _destination, epsilon, flags, attributes) =>
      create([pd, engine], [0, attributes], (op) =>
        f.batchNormForward(op, prop, source, epsilon, flags),
      ),
    batchNormBackward: (pd, engine, prop, diff, _diffY, source, epsilon, flags, ...last) =>
      create([pd, engine], [last[0], last[1]], (op) =>
        f.batchNormBackward(op, prop, diff, source, epsilon, flags),
      ),
    layerNormForward: (pd, engine, prop, source, _destination, statistics, epsilon, ...last) =>
      create([pd, engine], [0, last[1]], (op) =>
        f.layerNormForward(op, prop, source, statistics, epsilon, last[0]),
      ),
    layerNormBackward: (pd, engine, prop, diff, _diffY, source, statistics, epsilon, ...last) =>
      create([pd, engine], [last[1], last[2]], (op) =>
        f.layerNormBackward(op, prop, diff, source, statistics, epsilon, last[0]),
      ),
    softmaxForward: (pd, engine, prop, algorithm, source, destination, axis, attributes) =>
      create([pd, engine], [0, attributes], (op) =>
        f.softmaxForward(op, prop, algorithm, source, destination, axis),
      ),
    softmaxBackward: (pd, engine, algorithm, diffSource, diffY, y, axis, ...last) =>
      create([pd, engine], [last[0], last[1]], (op) =>
        f.softmaxBackward(op, algorithm, diffSource, diffY, y, axis),
      ),
  };
}
