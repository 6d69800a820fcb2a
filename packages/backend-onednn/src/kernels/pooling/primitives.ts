import { Arg, Pooling, Propagation, Query } from '../../engine/constants.js';
import type { Descriptor } from '../../engine/descriptor.js';
import { describeOperation } from '../../engine/describe-operation.js';
import type { Onednn } from '../../engine/onednn.js';
import { Primitive } from '../../engine/primitive.js';
import type { PoolingGeometry } from './geometry.js';

/** Forward and backward pooling, and the memory in which max pooling notes its winners. */
export class PoolingPlan {
  /** Arguments: x, y [, workspace]. */
  readonly forward: Primitive;
  /** Arguments: gradient of y, gradient of x [, workspace]. */
  readonly backward: Primitive;
  /** 0 for average pooling. */
  readonly workspaceBytes: number;

  constructor(forward: Primitive, backward: Primitive, workspaceBytes: number) {
    this.forward = forward;
    this.backward = backward;
    this.workspaceBytes = workspaceBytes;
  }

  destroy(): void {
    this.forward.destroy();
    this.backward.destroy();
  }
}

export function poolingPlan(
  onednn: Onednn,
  algorithm: number,
  geometry: PoolingGeometry,
): PoolingPlan {
  return onednn.primitives.get(`pool|${algorithm}|${geometry.key}`, () => {
    const { functions } = onednn;
    const { source, destination, window } = geometry;
    const images = [source.native, destination.native];
    const forward = describeOperation(onednn, 'pooling', (operation) =>
      functions.poolingForward(operation, Propagation.training, algorithm, ...images, ...window),
    );
    const backward = describeOperation(
      onednn,
      'pooling gradient',
      (operation) => functions.poolingBackward(operation, algorithm, ...images, ...window),
      { forward },
    );
    const workspace = algorithm === Pooling.max ? forward.layoutOf(Query.workspace) : undefined;
    const notes = workspace ? [[Arg.workspace, workspace] as [number, Descriptor]] : [];
    return new PoolingPlan(
      new Primitive(onednn, forward, [
        [Arg.source, source],
        [Arg.destination, destination],
        ...notes,
      ]),
      new Primitive(onednn, backward, [
        [Arg.diffDestination, destination],
        [Arg.diffSource, source],
        ...notes,
      ]),
      workspace?.bytes ?? 0,
    );
  });
}
