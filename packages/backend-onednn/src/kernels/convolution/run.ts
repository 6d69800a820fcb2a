import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { OnednnBackend } from '../../backend.js';
import type { ConvolutionGeometry } from './geometry.js';
import { backwardDataPlan, backwardFilterPlan, forwardPlan } from './primitives.js';
import type { ConvolutionPlan, Epilogue } from './primitives.js';

/** The convolution of `x` with `filter`, and whatever the epilogue adds. */
export function runForward(
  backend: OnednnBackend,
  geometry: ConvolutionGeometry,
  x: TensorInfo,
  filter: TensorInfo,
  epilogue?: Epilogue & { readonly addresses: readonly number[] },
): TensorInfo {
  const y = backend.output([...geometry.outShape]);
  if (geometry.empty) {
    y.data.numbers.fill(0);
    return y;
  }
  const plan = forwardPlan(backend.onednn, geometry, epilogue);
  withFilter(backend, plan, filter, (address) => {
    const source = backend.dataOf(x).address;
    plan.primitive.run(source, address, ...(epilogue?.addresses ?? []), y.data.address);
  });
  return y;
}

/** The gradient with respect to the input. */
export function runBackwardData(
  backend: OnednnBackend,
  geometry: ConvolutionGeometry,
  dy: TensorInfo,
  filter: TensorInfo,
): TensorInfo {
  const dx = backend.output([...geometry.inShape]);
  if (geometry.empty) {
    dx.data.numbers.fill(0);
    return dx;
  }
  const plan = backwardDataPlan(backend.onednn, geometry);
  withFilter(backend, plan, filter, (address) =>
    plan.primitive.run(dx.data.address, address, backend.dataOf(dy).address),
  );
  return dx;
}

/** The gradient with respect to the filter. */
export function runBackwardFilter(
  backend: OnednnBackend,
  geometry: ConvolutionGeometry,
  x: TensorInfo,
  dy: TensorInfo,
): TensorInfo {
  const dw = backend.output([...geometry.filterShape]);
  if (geometry.empty) {
    dw.data.numbers.fill(0);
    return dw;
  }
  const plan = backwardFilterPlan(backend.onednn, geometry);
  const block = backend.onednn.pool.allocate(plan.filterBytes);
  plan.primitive.run(backend.dataOf(x).address, block.address, backend.dataOf(dy).address);
  plan.reorder.run(block.address, dw.data.address);
  block.release();
  return dw;
}

/** Hands on the filter in the layout that the plan wants. */
function withFilter(
  backend: OnednnBackend,
  plan: ConvolutionPlan,
  filter: TensorInfo,
  use: (address: number) => void,
): void {
  const block = backend.onednn.pool.allocate(plan.filterBytes);
  plan.reorder.run(backend.dataOf(filter).address, block.address);
  use(block.address);
  block.release();
}
