import { kernels } from '@gnp/ops';
import { strided } from '../engine/descriptor.js';
import type { Onednn } from '../engine/onednn.js';
import { Primitive } from '../engine/primitive.js';
import type { Storage } from '../engine/storage.js';
import { eltwiseGradient } from '../kernels/elementwise/eltwise.js';
import { relu } from '../kernels/elementwise/unary.js';
import type { OnednnKernel } from '../kernels/kernel.js';
import { commonStorage } from '../memory/common-storage.js';
import { fusedKernel } from './fused-kernel.js';

/** Arguments: a, b, y. */
function addReluPrimitive(onednn: Onednn, size: number, storage: Storage): Primitive {
  return onednn.primitives.get(`addRelu|${size}|${storage}`, () => {
    const array = strided([size], storage);
    const wanted = { algorithm: 'add', a: array, b: array, destination: array } as const;
    const after = [{ ...relu, eltwise: relu.algorithm }];
    return new Primitive(onednn, onednn.operations.binary(wanted, after), [
      ['source', array],
      ['source1', array],
      ['destination', array],
    ]);
  });
}

/** max(0, a + b); and dy where y is positive. */
export const reluKernels: readonly OnednnKernel[] = [
  fusedKernel(kernels.AddRelu, ({ inputs, backend }) => {
    const [a, b] = [inputs.a, inputs.b].map((t) => backend.dataOf(t));
    const storage = commonStorage(a, b);
    const y = backend.output(inputs.a.shape, 'float32', storage);
    const primitive = addReluPrimitive(backend.onednn, a.size, storage);
    primitive.run(a.rangeAs(storage), b.rangeAs(storage), y.data.rangeAs(storage));
    return y;
  }),
  fusedKernel(kernels.ReluGrad, ({ inputs, backend }) => {
    const [y, dy] = [inputs.y, inputs.dy].map((t) => backend.dataOf(t));
    const { storage } = y;
    const dx = backend.output(inputs.y.shape, 'float32', storage);
    // The result is positive where the argument was, so it serves as the argument.
    const primitive = eltwiseGradient(backend.onednn, y.size, relu, storage);
    primitive.run(...[y, dy, dx.data].map((data) => data.rangeAs(storage)));
    return dx;
  }),
];
