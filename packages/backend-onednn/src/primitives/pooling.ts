import type { PoolingAlgorithm } from '../engine/enums.js';
import type { Onednn } from '../engine/onednn.js';
import { Primitive } from '../engine/primitive.js';
import type { Takes } from '../engine/primitive.js';
import type { MemoryRange } from '../memory/memory-range.js';
import type { PoolingGeometry } from '../portable/pooling.js';

/** Forward and backward pooling; max pooling notes its winners in a workspace. */
export interface PoolingPlan {
  readonly forward: Primitive<Takes<'source' | 'destination', 'workspace'>>;
  readonly backward: Primitive<Takes<'diffDestination' | 'diffSource', 'workspace'>>;
  /** Undefined for average pooling. */
  readonly workspaceBytes: number | undefined;
}

export function poolingPlan(
  onednn: Onednn,
  algorithm: PoolingAlgorithm,
  geometry: PoolingGeometry,
): PoolingPlan {
  return onednn.primitives.get(`pool|${algorithm}|${geometry.key}`, (keep) => {
    const { operations } = onednn;
    const { source, destination } = geometry;
    const forward = keep(operations.poolingForward({ algorithm, ...geometry }));
    const backward = keep(operations.poolingBackward({ algorithm, ...geometry }, forward));
    const workspace = algorithm === 'max' ? forward.layoutOf('workspace') : undefined;
    const gradients = { diffDestination: destination, diffSource: source };
    return {
      forward: keep(new Primitive(onednn, forward, { source, destination, workspace })),
      backward: keep(new Primitive(onednn, backward, { ...gradients, workspace })),
      workspaceBytes: workspace?.bytes,
    };
  });
}

/** Hands on memory for the winners, or nothing where none are noted. */
export function withWorkspace(
  { pool }: Onednn,
  { workspaceBytes }: PoolingPlan,
  use: (workspace: MemoryRange | undefined) => void,
): void {
  if (workspaceBytes === undefined) use(undefined);
  else pool.lend(workspaceBytes, use);
}
