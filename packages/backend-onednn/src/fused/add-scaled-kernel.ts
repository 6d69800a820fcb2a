import type { TensorInfo } from '@tensorflow/tfjs-core';
import { Arg, Binary, Storage } from '../engine/constants.js';
import { describeOperation } from '../engine/describe-operation.js';
import type { Onednn } from '../engine/onednn.js';
import { withPostOperations } from '../engine/post-operations.js';
import { Primitive } from '../engine/primitive.js';
import { defineKernel } from '../kernels/kernel.js';
import { AddScaled } from './kernel-names.js';

/** Arguments: x, factor, addend, y; y = x · factor + addend in one pass. */
function addScaledPrimitive(onednn: Onednn, size: number): Primitive {
  return onednn.primitives.get(`addScaled|${size}`, () => {
    const array = onednn.descriptors.strided([size], Storage.f32);
    const one = onednn.descriptors.strided([1], Storage.f32);
    const operations = [{ binary: Binary.add, operand: array }];
    const descriptor = withPostOperations(onednn, operations, (attributes) =>
      describeOperation(
        onednn,
        'scaled addition',
        (operation) =>
          onednn.functions.binary(operation, Binary.mul, array.native, one.native, array.native),
        { attributes },
      ),
    );
    return new Primitive(onednn, descriptor, [
      [Arg.source, array],
      [Arg.source1, one],
      [Arg.postOp(0), array],
      [Arg.destination, array],
    ]);
  });
}

interface Inputs {
  readonly addend: TensorInfo;
  readonly x: TensorInfo;
  /** A scalar. */
  readonly factor: TensorInfo;
}

export const addScaledKernel = defineKernel<Inputs>(AddScaled, ({ inputs, backend }) => {
  const { addend, x, factor } = inputs;
  const y = backend.output(x.shape);
  if (y.data.size === 0) return y;
  const operands = [x, factor, addend].map((t) => backend.dataOf(t).address);
  addScaledPrimitive(backend.onednn, y.data.size).run(...operands, y.data.address);
  return y;
});
