import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { OnednnBackend, Output } from '../../backend.js';
import type { MemoryRange } from '../../memory/memory-range.js';
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
  const [source, destination] = [backend.dataOf(x), y.data].map((d) => d.rangeAs(storage));
  const images = { source, destination };
  const added = bias ? [backend.dataOf(bias).range] : [];
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
  const [source, destination] = [dx.data, backend.dataOf(dy)].map((d) => d.rangeAs(storage));
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
  const [source, destination] = [x, dy].map((t) => backend.dataOf(t).rangeAs(storage));
  if (isPointwise(geometry)) {
    const ranges = { source, gradient: destination, filter: dw.data.range };
    pointwiseFilterGradient(onednn, geometry, ranges);
    if (bias) sumPixels(backend, dy, bias);
    return dw;
  }
  const images = { source, destination };
  const sums = bias ? [bias.data.range] : [];
  onWideRows(onednn, geometry, images, { shortRow: 8 }, (geometry, { source, destination }) => {
    const plan = backwardFilterPlan(onednn, geometry, bias !== undefined);
    onednn.pool.lend(plan.filterBytes, (block) => {
      plan.primitive.run(source, block, destination, ...sums);
      plan.reorder.run(block, dw.data.range);
    });
  });
  return dw;
}

/** The sum over all pixels [N, H, W, C] of each channel. */
function sumPixels(backend: OnednnBackend, dy: TensorInfo, sums: Output): void {
  const data = backend.dataOf(dy);
  const { storage, size } = data;
  const inner = sums.data.size;
  const stage = { outer: 1, count: size / inner, inner };
  sumStage(backend.onednn, stage, data.rangeAs(storage), sums.data.range, storage);
}

/** Hands on the filter in the layout that the plan wants. */
function withFilter(
  backend: OnednnBackend,
  plan: ConvolutionPlan,
  filter: TensorInfo,
  use: (range: MemoryRange) => void,
): void {
  backend.onednn.pool.lend(plan.filterBytes, (block) => {
    plan.reorder.run(backend.dataOf(filter).range, block);
    use(block);
  });
}
