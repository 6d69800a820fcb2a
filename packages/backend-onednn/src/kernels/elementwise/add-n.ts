import { AddN } from '@tensorflow/tfjs-core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { fallBack } from '../../kernel-support/fall-back.js';
import { defineKernel, runKernel } from '../../kernel-support/kernel.js';

/** The sum of tensors of one shape. */
export const addN = defineKernel<TensorInfo[]>(AddN, (call) => {
  const { inputs, backend } = call;
  const [first, ...others] = Object.values(inputs);
  if ([first, ...others].some(({ dtype }) => dtype !== 'float32')) return fallBack(AddN, call);
  let total = backend.alias(first);
  for (const other of others) {
    const next = runKernel(backend, 'Add', { a: total, b: other });
    backend.disposeIntermediateTensorInfo(total);
    total = next;
  }
  return total;
});
