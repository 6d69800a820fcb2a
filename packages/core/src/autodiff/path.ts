import type { Tensor } from '@tensorflow/tfjs-core';
import type { TapeNode } from './tape.js';

/** How a target was computed from some tensors, the sources. */
export interface Path {
  readonly target: Tensor;
  /** The operations that lead from the sources to the target, last first. */
  readonly nodes: readonly TapeNode[];
  /** Ids of the sources and of all that depends on them, on the path or beside it. */
  readonly fromSources: ReadonlySet<number>;
}

/** The path to each target, along a tape whose nodes stand behind those that made their inputs. */
export function pathsTo(
  targets: readonly Tensor[],
  sources: readonly Tensor[],
  tape: readonly TapeNode[],
): Path[] {
  const fromSources = new Set(sources.map(({ id }) => id));
  const reached = tape.filter((node) => {
    const depends =
      Object.values(node.inputs).some(({ id }) => fromSources.has(id)) &&
      !isPiecewiseConstant(node);
    if (depends) for (const { id } of node.outputs) fromSources.add(id);
    return depends;
  });
  reached.reverse();
  return targets.map((target) => {
    const toTarget = new Set([target.id]);
    const nodes = reached.filter(({ inputs, outputs }) => {
      const leads = outputs.some(({ id }) => toTarget.has(id));
      if (leads) for (const { id } of Object.values(inputs)) toTarget.add(id);
      return leads;
    });
    return { target, nodes, fromSources };
  });
}

/** Comparisons and the like: their results are no numbers, and no gradient flows through them. */
export function isPiecewiseConstant({ gradient, outputs }: TapeNode): boolean {
  return !gradient && outputs.every(({ dtype }) => dtype === 'bool');
}
