import type { PoolingAlgorithm } from '../../engine/enums.js';
import type { Onednn } from '../../engine/onednn.js';
import { Primitive } from '../../engine/primitive.js';
import type { Argument } from '../../engine/primitive.js';
import type { MemoryRange } from '../../memory/memory-range.js';
import type { PoolingGeometry } from './geometry.js';

/** Forward and backward pooling, and the memory in which max pooling notes its winners. */
export class PoolingPlan {
  /** Arguments: x, y [, workspace]. */
  readonly forward: Primitive;
  /** Arguments: gradient of y, gradient of x [, workspace]. */
  readonly backward: Primitive;
  readonly #onednn: Onednn;
  /** Undefined for average pooling. */
  readonly #workspaceBytes: number | undefined;

  constructor(
    onednn: Onednn,
    { forward, backward }: { readonly forward: Primitive; readonly backward: Primitive },
    workspaceBytes?: number,
  ) {
    this.#onednn = onednn;
    this.forward = forward;
    this.backward = backward;
    this.#workspaceBytes = workspaceBytes;
  }

  /** Hands on memory for the winners, or nothing where none are noted. */
  withNotes(use: (...notes: MemoryRange[]) => void): void {
    if (this.#workspaceBytes === undefined) use();
    else this.#onednn.pool.lend(this.#workspaceBytes, (notes) => use(notes));
  }

  destroy(): void {
    this.forward.destroy();
    this.backward.destroy();
  }
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
    const notes: Argument[] = workspace ? [['workspace', workspace]] : [];
    const primitives = {
      forward: keep(
        new Primitive(onednn, forward, [
          ['source', source],
          ['destination', destination],
          ...notes,
        ]),
      ),
      backward: new Primitive(onednn, backward, [
        ['diffDestination', destination],
        ['diffSource', source],
        ...notes,
      ]),
    };
    return new PoolingPlan(onednn, primitives, workspace?.bytes);
  });
}
