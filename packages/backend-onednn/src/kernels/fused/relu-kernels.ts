import { kernels } from '@gnp/ops';
import { makeBinary } from '../../engine/binary.js';
import type { BinaryPrimitive } from '../../engine/binary.js';
import type { Onednn } from '../../engine/onednn.js';
import { fusedKernel } from '../../kernel-support/fused-kernel.js';
import type { OnednnKernel } from '../../kernel-support/kernel.js';
import { strided } from '../../portable/array.js';
import { commonStorage } from '../../portable/storage.js';
import type { Storage } from '../../portable/storage.js';
import { eltwiseGradient } from '../../primitives/eltwise.js';
import { relu } from '../elementwise/unary.js';

function addReluPrimitive(onednn: Onednn, size: number, storage: Storage): BinaryPrimitive {
  return onednn.primitives.get(`addRelu|${size}|${storage}`, (keep) => {
    const array = strided([size], storage);
    const wanted = { algorithm: 'add', a: array, b: array, destination: array } as const;
    return keep(makeBinary(onednn, wanted, [{ ...relu, eltwise: relu.algorithm }]));
  });
}

/** max(0, a + b); and dy where y is positive. */
export const reluKernels: readonly OnednnKernel[] = [
  fusedKernel(kernels.AddRelu, ({ inputs, backend }) => {
    const [a, b] = [inputs.a, inputs.b].map((t) => backend.dataOf(t));
    const storage = commonStorage(a, b);
    const y = backend.output(inputs.a.shape, 'float32', storage);
    const primitive = addReluPrimitive(backend.onednn, a.size, storage);
    primitive.run({ source: a, source1: b, destination: y.data });
    return y;
  }),
  fusedKernel(kernels.ReluGrad, ({ inputs, backend }) => {
    // The result is positive where the argument was, so it serves as the argument.
    const source = backend.dataOf(inputs.y);
    const dx = backend.outputLike(inputs.y);
    const primitive = eltwiseGradient(backend.onednn, source.size, relu, source.storage);
    const diffDestination = backend.dataOf(inputs.dy);
    primitive.run({ source, diffDestination, diffSource: dx.data });
    return dx;
  }),
];
