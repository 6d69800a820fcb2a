import type { Role } from '../../engine/enums.js';
import type { Onednn } from '../../engine/onednn.js';
import { using } from '../../engine/primitive-descriptor.js';
import type { PrimitiveDescriptor } from '../../engine/primitive-descriptor.js';
import { Primitive } from '../../engine/primitive.js';
import type { Takes } from '../../engine/primitive.js';
import { makeReorder } from '../../engine/reorder.js';
import { anyLayout, strided } from '../../portable/array.js';
import type { ArrayDescriptor } from '../../portable/array.js';
import type { ConvolutionGeometry } from '../../portable/convolution.js';
import { Storage } from '../../portable/storage.js';

/** A convolution and the copy that brings the filter into, or out of, the layout it wants. */
export interface ConvolutionPlan<Always extends Role, Sometimes extends Role = never> {
  readonly primitive: Primitive<Takes<Always, Sometimes>>;
  readonly reorder: Primitive<Takes<'source' | 'destination'>>;
  /** Size of the filter in that layout. */
  readonly filterBytes: number;
}

export function forwardPlan(
  onednn: Onednn,
  geometry: ConvolutionGeometry,
  withBias = false,
): ConvolutionPlan<'source' | 'weights' | 'destination', 'bias'> {
  return onednn.primitives.get(`conv|${geometry.key}|${withBias}`, (keep) => {
    const bias = withBias ? biasOf(geometry) : undefined;
    const forward = keep(describeForward(onednn, geometry, bias));
    const wanted = forward.layoutOf('weights');
    const { source, destination, filter } = geometry;
    const layouts = { source, weights: wanted, bias, destination };
    return {
      primitive: keep(new Primitive(onednn, forward, layouts)),
      reorder: keep(makeReorder(onednn, filter, wanted)),
      filterBytes: wanted.bytes,
    };
  });
}

export function backwardDataPlan(
  onednn: Onednn,
  geometry: ConvolutionGeometry,
): ConvolutionPlan<'diffSource' | 'weights' | 'diffDestination'> {
  return onednn.primitives.get(`convData|${geometry.key}`, (keep) => {
    const { source, destination, anyFilter, filter } = geometry;
    const wanted = { ...geometry, filter: anyFilter };
    const backward = keep(
      using(describeForward(onednn, geometry), (forward) =>
        onednn.operations.convolutionBackwardData(wanted, forward),
      ),
    );
    const layout = backward.layoutOf('weights');
    const layouts = { diffSource: source, weights: layout, diffDestination: destination };
    return {
      primitive: keep(new Primitive(onednn, backward, layouts)),
      reorder: keep(makeReorder(onednn, filter, layout)),
      filterBytes: layout.bytes,
    };
  });
}

export function backwardFilterPlan(
  onednn: Onednn,
  geometry: ConvolutionGeometry,
  withBias = false,
): ConvolutionPlan<'source' | 'diffWeights' | 'diffDestination', 'diffBias'> {
  return onednn.primitives.get(`convFilter|${geometry.key}|${withBias}`, (keep) => {
    const { source, destination, filter } = geometry;
    const bias = withBias ? biasOf(geometry) : undefined;
    const wanted = { ...geometry, bias, filter: anyLayout(filter.dims, filter.storage) };
    const backward = keep(
      using(describeForward(onednn, geometry, bias), (forward) =>
        onednn.operations.convolutionBackwardWeights(wanted, forward),
      ),
    );
    const layout = backward.layoutOf('diffWeights');
    const gradients = { diffWeights: layout, diffDestination: destination, diffBias: bias };
    return {
      primitive: keep(new Primitive(onednn, backward, { source, ...gradients })),
      reorder: keep(makeReorder(onednn, layout, filter)),
      filterBytes: layout.bytes,
    };
  });
}

function describeForward(
  onednn: Onednn,
  geometry: ConvolutionGeometry,
  bias?: ArrayDescriptor,
): PrimitiveDescriptor {
  return onednn.operations.convolutionForward({ ...geometry, bias, filter: geometry.anyFilter });
}

const biasOf = ({ destination }: ConvolutionGeometry): ArrayDescriptor =>
  strided([destination.dims[1]], Storage.f32);
