import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { OnednnBackend, Output } from '../../backend.js';
import { sumStage } from '../reduction/sum-stage.js';
import type { ConvolutionGeometry } from './geometry.js';
import { filterGradientByProduct, prefersProduct } from './filter-gradient-by-product.js';
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
  const { storage } = geometry.destination;
  const y = backend.output([...geometry.outShape], 'float32', storage);
  if (geometry.empty) {
    y.data.clear();
    return y;
  }
  const plan = forwardPlan(backend.onednn, geometry, epilogue);
  withFilter(backend, plan, filter, (address) => {
    const [source, destination] = [backend.dataOf(x), y.data].map((d) => d.addressAs(storage));
    plan.primitive.run(source, address, ...(epilogue?.addresses ?? []), destination);
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
  const { storage } = geometry.source;
  const dx = backend.output([...geometry.inShape], 'float32', storage);
  if (geometry.empty) {
    dx.data.clear();
    return dx;
  }
  const plan = backwardDataPlan(backend.onednn, geometry);
  withFilter(backend, plan, filter, (address) =>
    plan.primitive.run(dx.data.addressAs(storage), address, backend.dataOf(dy).addressAs(storage)),
  );
  return dx;
}

/** The gradient with respect to the filter; that of the bias is written to `bias` where given. */
export function runBackwardFilter(
  backend: OnednnBackend,
  geometry: ConvolutionGeometry,
  x: TensorInfo,
  dy: TensorInfo,
  bias?: Output,
): TensorInfo {
  const dw = backend.output([...geometry.filterShape]);
  if (geometry.empty) {
    dw.data.clear();
    bias?.data.clear();
    return dw;
  }
  const { storage } = geometry.source;
  const [source, gradient] = [x, dy].map((t) => backend.dataOf(t).addressAs(storage));
  if (prefersProduct(geometry)) {
    const addresses = { source, gradient, filter: dw.data.address };
    filterGradientByProduct(backend.onednn, geometry, addresses);
    if (bias) sumRows(backend, dy, bias);
    return dw;
  }
  const plan = backwardFilterPlan(backend.onednn, geometry, bias !== undefined);
  const block = backend.onednn.pool.allocate(plan.filterBytes);
  const biasAddress = bias ? [bias.data.address] : [];
  plan.primitive.run(source, block.address, gradient, ...biasAddress);
  plan.reorder.run(block.address, dw.data.address);
  block.release();
  return dw;
}

/** The sums over all but the last axis. */
function sumRows(backend: OnednnBackend, dy: TensorInfo, sums: Output): void {
  const data = backend.dataOf(dy);
  const { storage, size } = data;
  const inner = sums.data.size;
  const stage = { outer: 1, count: size / inner, inner };
  sumStage(backend.onednn, stage, data.addressAs(storage), sums.data.address, storage);
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
