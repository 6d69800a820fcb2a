import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { OnednnBackend, Output } from '../../backend.js';
import { sumStage } from '../reduction/sum-stage.js';
import type { ConvolutionGeometry } from './geometry.js';
import { isPointwise, pointwiseFilterGradient } from './pointwise.js';
import { backwardDataPlan, backwardFilterPlan, forwardPlan } from './primitives.js';
import type { ConvolutionPlan } from './primitives.js';
import { onWideRows } from './side-by-side.js';

/** The convolution of `x` with `filter`, and a bias [outChannels] where given. */
export function runForward(
  backend: OnednnBackend,
  geometry: ConvolutionGeometry,
  x: TensorInfo,
  filter: TensorInfo,
  bias?: TensorInfo,
): TensorInfo {
  const { storage } = geometry.destination;
  const y = backend.output([...geometry.outShape], 'float32', storage);
  if (geometry.empty) {
    y.data.clear();
    return y;
  }
  const [source, destination] = [backend.dataOf(x), y.data].map((d) => d.addressAs(storage));
  const images = { source, destination };
  const added = bias ? [backend.dataOf(bias).address] : [];
  const options = { shortRow: 4, written: 'destination' } as const;
  onWideRows(backend.onednn, geometry, images, options, (geometry, { source, destination }) => {
    const plan = forwardPlan(backend.onednn, geometry, bias !== undefined);
    withFilter(backend, plan, filter, (filter) =>
      plan.primitive.run(source, filter, ...added, destination),
    );
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
  const [source, destination] = [dx.data, backend.dataOf(dy)].map((d) => d.addressAs(storage));
  const images = { source, destination };
  const options = { shortRow: 4, written: 'source' } as const;
  onWideRows(backend.onednn, geometry, images, options, (geometry, { source, destination }) => {
    const plan = backwardDataPlan(backend.onednn, geometry);
    withFilter(backend, plan, filter, (filter) => plan.primitive.run(source, filter, destination));
  });
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
  const { onednn } = backend;
  const { storage } = geometry.source;
  const [source, destination] = [x, dy].map((t) => backend.dataOf(t).addressAs(storage));
  if (isPointwise(geometry)) {
    const addresses = { source, gradient: destination, filter: dw.data.address };
    pointwiseFilterGradient(onednn, geometry, addresses);
    if (bias) sumPixels(backend, dy, bias);
    return dw;
  }
  const images = { source, destination };
  const sums = bias ? [bias.data.address] : [];
  onWideRows(onednn, geometry, images, { shortRow: 8 }, (geometry, { source, destination }) => {
    const plan = backwardFilterPlan(onednn, geometry, bias !== undefined);
    const block = onednn.pool.allocate(plan.filterBytes);
    plan.primitive.run(source, block.address, destination, ...sums);
    plan.reorder.run(block.address, dw.data.address);
    block.release();
  });
  return dw;
}

/** The sum over all pixels [N, H, W, C] of each channel. */
function sumPixels(backend: OnednnBackend, dy: TensorInfo, sums: Output): void {
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
