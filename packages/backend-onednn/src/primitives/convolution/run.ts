import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { OnednnBackend, Output } from '../../backend.js';
import type { MemoryRange } from '../../memory/memory-range.js';
import type { ConvolutionGeometry } from '../../portable/convolution.js';
import { sumStage } from '../sum-stage.js';
import { backwardDataPlan, backwardFilterPlan, forwardPlan } from './plans.js';
import type { ConvolutionPlan } from './plans.js';
import { isPointwise, pointwiseFilterGradient } from './pointwise.js';
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
  const row = bias && backend.dataOf(bias);
  const options = { shortRow: 4, written: 'destination' } as const;
  onWideRows(backend.onednn, geometry, images, options, (geometry, { source, destination }) => {
    const plan = forwardPlan(backend.onednn, geometry, bias !== undefined);
    withFilter(backend, plan, filter, (weights) =>
      plan.primitive.run({ source, weights, bias: row, destination }),
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
    withFilter(backend, plan, filter, (weights) =>
      plan.primitive.run({ diffSource: source, weights, diffDestination: destination }),
    );
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
  onWideRows(onednn, geometry, images, { shortRow: 8 }, (geometry, { source, destination }) => {
    const plan = backwardFilterPlan(onednn, geometry, bias !== undefined);
    onednn.pool.lend(plan.filterBytes, (diffWeights) => {
      const gradients = { diffWeights, diffDestination: destination, diffBias: bias?.data };
      plan.primitive.run({ source, ...gradients });
      plan.reorder.run({ source: diffWeights, destination: dw.data });
    });
  });
  return dw;
}

/** The sum over all pixels [N, H, W, C] of each channel. */
function sumPixels(backend: OnednnBackend, dy: TensorInfo, sums: Output): void {
  const data = backend.dataOf(dy);
  const inner = sums.data.size;
  const stage = { outer: 1, count: data.size / inner, inner };
  sumStage(backend.onednn, stage, data, sums.data, data.storage);
}

/** Hands on the filter in the layout that the plan wants. */
function withFilter(
  backend: OnednnBackend,
  plan: Pick<ConvolutionPlan<never>, 'reorder' | 'filterBytes'>,
  filter: TensorInfo,
  use: (weights: MemoryRange) => void,
): void {
  backend.onednn.pool.lend(plan.filterBytes, (weights) => {
    plan.reorder.run({ source: backend.dataOf(filter), destination: weights });
    use(weights);
  });
}
