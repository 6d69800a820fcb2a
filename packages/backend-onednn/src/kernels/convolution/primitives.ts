import { anyLayout, strided } from '../../engine/descriptor.js';
import type { ArrayDescriptor } from '../../engine/descriptor.js';
import type { Onednn } from '../../engine/onednn.js';
import { Primitive } from '../../engine/primitive.js';
import type { Argument } from '../../engine/primitive.js';
import { Storage } from '../../engine/storage.js';
import { using } from '../../engine/primitive-descriptor.js';
import type { PrimitiveDescriptor } from '../../engine/primitive-descriptor.js';
import { makeReorder } from '../../engine/reorder.js';
import type { ConvolutionGeometry } from './geometry.js';

/** A convolution and the copy that brings the filter into, or out of, the layout it wants. */
export class ConvolutionPlan {
  readonly primitive: Primitive;
  readonly reorder: Primitive;
  /** Size of the filter in that layout. */
  readonly filterBytes: number;

  constructor(primitive: Primitive, reorder: Primitive, filterBytes: number) {
    this.primitive = primitive;
    this.reorder = reorder;
    this.filterBytes = filterBytes;
  }

  destroy(): void {
    this.primitive.destroy();
    this.reorder.destroy();
  }
}

/** Arguments: source, filter, [bias,] destination. */
export function forwardPlan(
  onednn: Onednn,
  geometry: ConvolutionGeometry,
  withBias = false,
): ConvolutionPlan {
  return onednn.primitives.get(`conv|${geometry.key}|${withBias}`, (keep) => {
    const bias = withBias ? biasOf(geometry) : undefined;
    const forward = keep(describeForward(onednn, geometry, bias));
    const wanted = forward.layoutOf('weights');
    const { source, destination, filter } = geometry;
    const args: Argument[] = [
      ['source', source],
      ['weights', wanted],
      ...(bias ? [['bias', bias] as const] : []),
      ['destination', destination],
    ];
    const primitive = keep(new Primitive(onednn, forward, args));
    return new ConvolutionPlan(primitive, makeReorder(onednn, filter, wanted), wanted.bytes);
  });
}

/** Arguments: gradient of the source, filter, gradient of the destination. */
export function backwardDataPlan(onednn: Onednn, geometry: ConvolutionGeometry): ConvolutionPlan {
  return onednn.primitives.get(`convData|${geometry.key}`, (keep) => {
    const { source, destination, anyFilter, filter } = geometry;
    const wanted = { ...geometry, filter: anyFilter };
    const backward = keep(
      using(describeForward(onednn, geometry), (forward) =>
        onednn.operations.convolutionBackwardData(wanted, forward),
      ),
    );
    const layout = backward.layoutOf('weights');
    const args: Argument[] = [
      ['diffSource', source],
      ['weights', layout],
      ['diffDestination', destination],
    ];
    const primitive = keep(new Primitive(onednn, backward, args));
    return new ConvolutionPlan(primitive, makeReorder(onednn, filter, layout), layout.bytes);
  });
}

/** Arguments: source, gradient of the filter, gradient of the destination [, gradient of the bias]. */
export function backwardFilterPlan(
  onednn: Onednn,
  geometry: ConvolutionGeometry,
  withBias = false,
): ConvolutionPlan {
  return onednn.primitives.get(`convFilter|${geometry.key}|${withBias}`, (keep) => {
    const { source, destination, filter } = geometry;
    const bias = withBias ? biasOf(geometry) : undefined;
    const wanted = {
      ...geometry,
      filter: anyLayout(filter.dims, filter.storage),
      ...(bias && { bias }),
    };
    const backward = keep(
      using(describeForward(onednn, geometry, bias), (forward) =>
        onednn.operations.convolutionBackwardWeights(wanted, forward),
      ),
    );
    const layout = backward.layoutOf('diffWeights');
    const args: Argument[] = [
      ['source', source],
      ['diffWeights', layout],
      ['diffDestination', destination],
      ...(bias ? [['diffBias', bias] as const] : []),
    ];
    const primitive = keep(new Primitive(onednn, backward, args));
    return new ConvolutionPlan(primitive, makeReorder(onednn, layout, filter), layout.bytes);
  });
}

function describeForward(
  onednn: Onednn,
  geometry: ConvolutionGeometry,
  bias?: ArrayDescriptor,
): PrimitiveDescriptor {
  const wanted = { ...geometry, filter: geometry.anyFilter, ...(bias && { bias }) };
  return onednn.operations.convolutionForward(wanted);
}

const biasOf = ({ destination }: ConvolutionGeometry): ArrayDescriptor =>
  strided([destination.dims[1]], Storage.f32);
