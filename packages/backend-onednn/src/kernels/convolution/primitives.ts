import { Arg, convolutionDirect, Propagation, Query } from '../../engine/constants.js';
import type { Descriptor } from '../../engine/descriptor.js';
import { describeOperation } from '../../engine/describe-operation.js';
import type { Onednn } from '../../engine/onednn.js';
import type { PostOperation } from '../../engine/post-operations.js';
import { withPostOperations } from '../../engine/post-operations.js';
import { Primitive } from '../../engine/primitive.js';
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

/** What is added to and done with the result of a forward convolution. */
export interface Epilogue {
  /** [outChannels] */
  readonly bias?: Descriptor;
  readonly operations: readonly PostOperation[];
  /** Names `operations` in the cache. */
  readonly key: string;
}

const plain: Epilogue = { operations: [], key: '' };

/** Arguments: source, filter, [bias,] destination. */
export function forwardPlan(
  onednn: Onednn,
  geometry: ConvolutionGeometry,
  epilogue: Epilogue = plain,
): ConvolutionPlan {
  const key = `conv|${geometry.key}|${epilogue.bias ? 'bias' : ''}|${epilogue.key}`;
  return onednn.primitives.get(key, () => {
    const forward = describeForward(onednn, geometry, epilogue);
    const wanted = forward.layoutOf(Query.weights);
    const { source, destination, filter } = geometry;
    const primitive = new Primitive(onednn, forward, [
      [Arg.source, source],
      [Arg.weights, wanted],
      ...(epilogue.bias ? [[Arg.bias, epilogue.bias] as const] : []),
      [Arg.destination, destination],
    ]);
    return new ConvolutionPlan(primitive, makeReorder(onednn, filter, wanted), wanted.bytes);
  });
}

/** Arguments: gradient of the source, filter, gradient of the destination. */
export function backwardDataPlan(onednn: Onednn, geometry: ConvolutionGeometry): ConvolutionPlan {
  return onednn.primitives.get(`convData|${geometry.key}`, () => {
    const { source, destination, anyFilter, filter } = geometry;
    const { strides, dilations, before, after } = geometry;
    const forward = describeForward(onednn, geometry, plain);
    const backward = describeOperation(
      onednn,
      'convolution gradient (data)',
      (operation) =>
        onednn.functions.convolutionBackwardData(
          operation,
          convolutionDirect,
          ...[source, anyFilter, destination].map(({ native }) => native),
          ...[strides, dilations, before, after],
        ),
      { forward },
    );
    forward.destroy();
    const wanted = backward.layoutOf(Query.weights);
    const primitive = new Primitive(onednn, backward, [
      [Arg.diffSource, source],
      [Arg.weights, wanted],
      [Arg.diffDestination, destination],
    ]);
    return new ConvolutionPlan(primitive, makeReorder(onednn, filter, wanted), wanted.bytes);
  });
}

/** Arguments: source, gradient of the filter, gradient of the destination. */
export function backwardFilterPlan(onednn: Onednn, geometry: ConvolutionGeometry): ConvolutionPlan {
  return onednn.primitives.get(`convFilter|${geometry.key}`, () => {
    const { source, destination, anyFilter, filter } = geometry;
    const { strides, dilations, before, after } = geometry;
    const forward = describeForward(onednn, geometry, plain);
    const backward = describeOperation(
      onednn,
      'convolution gradient (filter)',
      (operation) =>
        onednn.functions.convolutionBackwardWeights(
          operation,
          convolutionDirect,
          ...[source.native, anyFilter.native, null, destination.native],
          ...[strides, dilations, before, after],
        ),
      { forward },
    );
    forward.destroy();
    const given = backward.layoutOf(Query.diffWeights);
    const primitive = new Primitive(onednn, backward, [
      [Arg.source, source],
      [Arg.diffWeights, given],
      [Arg.diffDestination, destination],
    ]);
    return new ConvolutionPlan(primitive, makeReorder(onednn, given, filter), given.bytes);
  });
}

function describeForward(
  onednn: Onednn,
  geometry: ConvolutionGeometry,
  { bias, operations }: Epilogue,
): PrimitiveDescriptor {
  const { source, destination, anyFilter, strides, dilations, before, after } = geometry;
  return withPostOperations(onednn, operations, (attributes) =>
    describeOperation(
      onednn,
      'convolution',
      (operation) =>
        onednn.functions.convolutionForward(
          operation,
          Propagation.training,
          convolutionDirect,
          ...[source.native, anyFilter.native, bias?.native ?? null, destination.native],
          ...[strides, dilations, before, after],
        ),
      { attributes },
    ),
  );
}
