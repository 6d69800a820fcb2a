import { LogicalAnd, LogicalNot, LogicalOr, util } from '@tensorflow/tfjs-core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { Onednn } from '../../engine/onednn.js';
import { fallBack } from '../../kernel-support/fall-back.js';
import { defineKernel, worthwhileSize } from '../../kernel-support/kernel.js';
import type { OnednnKernel } from '../../kernel-support/kernel.js';
import { loopBinary } from '../../portable/binary-loop.js';
import type { BinaryFunction } from '../../portable/binary-loop.js';
import { planBroadcast } from '../../portable/broadcast.js';
import { Storage } from '../../portable/storage.js';
import { eltwise } from '../../primitives/eltwise.js';
import { runBinary } from '../../primitives/run-binary.js';

interface LogicalKernel {
  readonly kernelName: string;
  readonly f: BinaryFunction;
  /** The operation on bytes that gives 0 where `f` does, and only there. */
  readonly native: 'min' | 'max';
}

const table: readonly LogicalKernel[] = [
  { kernelName: LogicalAnd, f: (a, b) => Number(a !== 0 && b !== 0), native: 'min' },
  { kernelName: LogicalOr, f: (a, b) => Number(a !== 0 || b !== 0), native: 'max' },
];

const { u8 } = Storage;

/** 1 where a byte is 0, else 0: 1 - x, of which the library makes 0 where it would be negative. */
const notPrimitive = (onednn: Onednn, size: number) =>
  eltwise(onednn, size, { algorithm: 'linear', alpha: -1, beta: 1 }, u8);

const binary = table.map(({ kernelName, f, native }) =>
  defineKernel<{ a: TensorInfo; b: TensorInfo }>(kernelName, (call) => {
    const { inputs, backend } = call;
    const { a, b } = inputs;
    if (a.dtype !== 'bool' || b.dtype !== 'bool') return fallBack(kernelName, call);
    const { onednn } = backend;
    const plan = planBroadcast(a.shape, b.shape);
    const size = util.sizeFromShape(plan.shape);
    const y = backend.output(plan.shape, 'bool');
    const operands = { a: backend.dataOf(a), b: backend.dataOf(b), out: y.data };
    const storages = { a: u8, b: u8, result: u8 };
    if (size >= worthwhileSize && runBinary(onednn, native, plan, operands, storages)) {
      // twice, because a byte may be more than 1
      const negation = notPrimitive(onednn, size);
      for (let i = 0; i < 2; i++) negation.run({ source: y.data, destination: y.data });
    } else loopBinary(plan, operands.a.numbers, operands.b.numbers, y.data.numbers, f);
    return y;
  }),
);

const not = defineKernel<{ x: TensorInfo }>(LogicalNot, (call) => {
  const { inputs, backend } = call;
  const { x } = inputs;
  const source = backend.dataOf(x);
  const { size } = source;
  if (x.dtype !== 'bool' || size < worthwhileSize) return fallBack(LogicalNot, call);
  const y = backend.output(x.shape, 'bool');
  notPrimitive(backend.onednn, size).run({ source, destination: y.data });
  return y;
});

/** Logic on booleans: bytes, of which all but 0 are true. */
export const logicalKernels: readonly OnednnKernel[] = [...binary, not];
