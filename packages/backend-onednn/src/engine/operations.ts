import { checkStatus } from '../native/check-status.js';
import type { NativeFunctions } from '../native/functions.js';
import { elementsOf } from '../portable/array.js';
import { Storage } from '../portable/storage.js';
import { sizeOf } from './descriptor.js';
import type { Descriptor } from './descriptor.js';
import type { Dialect } from './dialect.js';
import {
  binaryAlgorithms,
  convolutionDirect,
  poolingAlgorithms,
  Propagation,
  softmaxAlgorithms,
} from './enums.js';
import { wide, withHandles } from './handles.js';
import { withPostOperations } from './post-operations.js';
import type { PostOperation } from './post-operations.js';
import { PrimitiveDescriptor } from './primitive-descriptor.js';
import { withoutReferenceCode } from './reference-code.js';
import type { Threads } from './threads.js';
import type {
  BatchNorm,
  Binary,
  Convolution,
  Eltwise,
  LayerNorm,
  Matmul,
  Pooling,
  Softmax,
} from './wanted.js';

/** Makes a primitive descriptor in `out`, from the handles of arrays and the attributes. */
type Create = (out: number[], attributes: number, handles: readonly number[]) => number;

/**
 * Everything that the kernels ask of oneDNN. Each method says what is wanted and gets the
 * implementation that the library chose; a backward operation names the forward one it belongs to.
 * Descriptors may be of any storage that the library computes with, bf16 among them. Every method
 * throws OnednnError when the library has no implementation, and ReferenceCodeError when it has none but
 * reference code.
 */
export class Operations {
  readonly #functions: NativeFunctions;
  readonly #dialect: Dialect;
  readonly #engine: number;
  readonly #onednn: { readonly threads: Threads };

  /** @param onednn knows the threads that are in use at the time */
  constructor(
    functions: NativeFunctions,
    dialect: Dialect,
    engine: number,
    onednn: { readonly threads: Threads },
  ) {
    this.#functions = functions;
    this.#dialect = dialect;
    this.#engine = engine;
    this.#onednn = onednn;
  }

  convolutionForward(wanted: Convolution): PrimitiveDescriptor {
    const { source, filter, bias, destination } = wanted;
    const call = this.#dialect.functions.convolutionForward;
    const { training } = Propagation;
    const create: Create = (out, attributes, arrays) =>
      call(
        ...[out, this.#engine, training, convolutionDirect, ...arrays],
        ...[...windowOf(wanted), attributes],
      );
    return this.#find('convolution', [source, filter, bias, destination], create, {
      flops: flopsOf(wanted),
    });
  }

  /** The gradient of the source; `source` and `destination` describe gradients. */
  convolutionBackwardData(wanted: Convolution, forward: PrimitiveDescriptor): PrimitiveDescriptor {
    const { source, filter, destination } = wanted;
    const call = this.#dialect.functions.convolutionBackwardData;
    const create: Create = (out, attributes, arrays) =>
      call(
        ...[out, this.#engine, convolutionDirect, ...arrays, ...windowOf(wanted)],
        ...[forward.handle, attributes],
      );
    return this.#find('convolution gradient (data)', [source, filter, destination], create, {
      flops: flopsOf(wanted),
    });
  }

  /** The gradient of the filter and, where given, the bias; `destination` describes a gradient. */
  convolutionBackwardWeights(
    wanted: Convolution,
    forward: PrimitiveDescriptor,
  ): PrimitiveDescriptor {
    const { source, filter, bias, destination } = wanted;
    const call = this.#dialect.functions.convolutionBackwardWeights;
    const create: Create = (out, attributes, arrays) =>
      call(
        ...[out, this.#engine, convolutionDirect, ...arrays, ...windowOf(wanted)],
        ...[forward.handle, attributes],
      );
    const arrays = [source, filter, bias, destination];
    return this.#find('convolution gradient (filter)', arrays, create, { flops: flopsOf(wanted) });
  }

  /** c = a · b (+ bias); leading dimensions are batches that broadcast. */
  matmul({ a, b, bias, c }: Matmul, after: readonly PostOperation[] = []): PrimitiveDescriptor {
    const call = this.#dialect.functions.matmul;
    const flops = 2 * elementsOf(c) * a.dims[a.dims.length - 1];
    const create: Create = (out, attributes, arrays) =>
      call(out, this.#engine, ...arrays, attributes);
    return this.#find('matrix product', [a, b, bias, c], create, { after, flops });
  }

  eltwiseForward(
    { array, algorithm, alpha = 0, beta = 0 }: Eltwise,
    after: readonly PostOperation[] = [],
  ): PrimitiveDescriptor {
    const { functions, enums } = this.#dialect;
    const [kind, { training }] = [enums.eltwise[algorithm], Propagation];
    const create: Create = (out, attributes, [x]) =>
      functions.eltwiseForward(out, this.#engine, training, kind, x, x, alpha, beta, attributes);
    return this.#find(`element-wise ${algorithm}`, [array], create, { after });
  }

  /** The gradient, which takes the source and the gradient of the result. */
  eltwiseBackward(
    { array, algorithm, alpha = 0, beta = 0 }: Eltwise,
    { handle }: PrimitiveDescriptor,
  ): PrimitiveDescriptor {
    const { functions, enums } = this.#dialect;
    const numbers = [alpha, beta, handle];
    const kind = enums.eltwise[algorithm];
    const create: Create = (out, attributes, [x]) =>
      functions.eltwiseBackward(out, this.#engine, kind, x, x, x, ...numbers, attributes);
    return this.#find(`gradient of element-wise ${algorithm}`, [array], create);
  }

  /** The second operand is broadcast along axes of size 1. */
  binary(
    { algorithm, a, b, destination }: Binary,
    after: readonly PostOperation[] = [],
  ): PrimitiveDescriptor {
    const call = this.#dialect.functions.binary;
    const kind = binaryAlgorithms[algorithm];
    const create: Create = (out, attributes, arrays) =>
      call(out, this.#engine, kind, ...arrays, attributes);
    return this.#find(`element-wise ${algorithm}`, [a, b, destination], create, { after });
  }

  poolingForward(wanted: Pooling): PrimitiveDescriptor {
    const call = this.#dialect.functions.poolingForward;
    const kind = poolingAlgorithms[wanted.algorithm];
    const { training } = Propagation;
    const create: Create = (out, attributes, images) =>
      call(
        ...[out, this.#engine, training, kind, ...images, ...poolingWindowOf(wanted), attributes],
      );
    return this.#find('pooling', [wanted.source, wanted.destination], create);
  }

  /** `source` and `destination` describe gradients. */
  poolingBackward(wanted: Pooling, { handle }: PrimitiveDescriptor): PrimitiveDescriptor {
    const call = this.#dialect.functions.poolingBackward;
    const kind = poolingAlgorithms[wanted.algorithm];
    const create: Create = (out, attributes, images) =>
      call(...[out, this.#engine, kind, ...images, ...poolingWindowOf(wanted), handle, attributes]);
    return this.#find('pooling gradient', [wanted.source, wanted.destination], create);
  }

  /** By the batch's own statistics, with scale and shift. */
  batchNormForward(wanted: BatchNorm): PrimitiveDescriptor {
    const call = this.#dialect.functions.batchNormForward;
    const numbers = [wanted.epsilon, this.#normalizationFlags(wanted.relu)];
    const create: Create = (out, attributes, [x]) =>
      call(out, this.#engine, Propagation.training, x, x, ...numbers, attributes);
    return this.#find('batch normalisation', [wanted.images], create);
  }

  /** The gradients of source, scale and shift. */
  batchNormBackward(wanted: BatchNorm, { handle }: PrimitiveDescriptor): PrimitiveDescriptor {
    const call = this.#dialect.functions.batchNormBackward;
    const numbers = [wanted.epsilon, this.#normalizationFlags(wanted.relu), handle];
    const create: Create = (out, attributes, [x]) =>
      call(out, this.#engine, Propagation.backward, x, x, x, ...numbers, attributes);
    return this.#find('gradient of batch normalisation', [wanted.images], create);
  }

  /** Over the last axis, with scale and shift. */
  layerNormForward({ array, statistics, epsilon }: LayerNorm): PrimitiveDescriptor {
    const call = this.#dialect.functions.layerNormForward;
    const numbers = [epsilon, this.#normalizationFlags(false)];
    const create: Create = (out, attributes, [x, s]) =>
      call(out, this.#engine, Propagation.training, x, x, s, ...numbers, attributes);
    return this.#find('layer normalisation', [array, statistics], create);
  }

  /** The gradients of source, scale and shift. */
  layerNormBackward(
    { array, statistics, epsilon }: LayerNorm,
    { handle }: PrimitiveDescriptor,
  ): PrimitiveDescriptor {
    const call = this.#dialect.functions.layerNormBackward;
    const numbers = [epsilon, this.#normalizationFlags(false), handle];
    const create: Create = (out, attributes, [x, s]) =>
      call(out, this.#engine, Propagation.backward, x, x, x, s, ...numbers, attributes);
    return this.#find('gradient of layer normalisation', [array, statistics], create);
  }

  softmaxForward(wanted: Softmax, after: readonly PostOperation[] = []): PrimitiveDescriptor {
    const { source, destination, axis, algorithm = 'softmax' } = wanted;
    const call = this.#dialect.functions.softmaxForward;
    const kinds = [Propagation.training, softmaxAlgorithms[algorithm]];
    const create: Create = (out, attributes, arrays) =>
      call(out, this.#engine, ...kinds, ...arrays, axis, attributes);
    return this.#find(algorithm, [source, destination], create, { after });
  }

  /** The gradient, which takes the result and its gradient; `source` describes a gradient. */
  softmaxBackward(wanted: Softmax, { handle }: PrimitiveDescriptor): PrimitiveDescriptor {
    const { source, destination, axis, algorithm = 'softmax' } = wanted;
    const call = this.#dialect.functions.softmaxBackward;
    const kind = softmaxAlgorithms[algorithm];
    const create: Create = (out, attributes, [dx, y]) =>
      call(out, this.#engine, kind, dx, y, y, axis, handle, attributes);
    return this.#find(`gradient of ${algorithm}`, [source, destination], create);
  }

  /** Copies one layout of an array into another, which may be of another storage. */
  reorder(from: Descriptor, to: Descriptor): PrimitiveDescriptor {
    const engine = this.#engine;
    const create: Create = (out, attributes, [source, target]) =>
      this.#functions.reorder(out, source, engine, target, engine, attributes);
    return this.#find(`copy of ${from.key} to ${to.key}`, [from, to], create);
  }

  /** The implementation that the library has for an operation on `arrays`, on as many threads as it is worth. */
  #find(
    what: string,
    arrays: readonly (Descriptor | undefined)[],
    create: Create,
    { after = [], flops = 0 }: { after?: readonly PostOperation[]; flops?: number } = {},
  ): PrimitiveDescriptor {
    const given = arrays.filter((array) => array !== undefined);
    const bytes = given.reduce((sum, array) => sum + sizeOf(array), 0);
    const narrow = given.some((array) => 'storage' in array && array.storage === Storage.bf16);
    const { threads } = this.#onednn;
    const count = threads.worth({ flops, bytes, narrow });
    threads.use(count);
    const out = [0];
    withPostOperations(this.#functions, this.#dialect, after, (attributes) =>
      withHandles(this.#dialect, arrays, (...handles) =>
        checkStatus(create(out, attributes, handles), `find an implementation of ${what}`),
      ),
    );
    return withoutReferenceCode(new PrimitiveDescriptor(this.#functions, what, out[0], count));
  }

  #normalizationFlags(fuseRelu: boolean): number {
    const { relu, scale, shift } = this.#dialect.enums.normalization;
    return scale | shift | (fuseRelu ? relu : 0);
  }
}

/** Of a convolution or of one of its gradients. */
function flopsOf({ filter, destination }: Convolution): number {
  const channels = destination.dims[1];
  return (2 * elementsOf(destination) * elementsOf(filter)) / channels;
}

function windowOf({ strides, dilations, before, after }: Convolution): BigInt64Array[] {
  return [strides, dilations, before, after].map(wide);
}

function poolingWindowOf({ strides, kernel, before, after }: Pooling): BigInt64Array[] {
  const dense = strides.map(() => 0);
  return [strides, kernel, dense, before, after].map(wide);
}
