import { engine } from '@tensorflow/tfjs-core';
import type { NamedTensorMap, Tensor } from '@tensorflow/tfjs-core';

/** One recorded operation. */
export interface TapeNode {
  readonly kernelName: string;
  readonly inputs: NamedTensorMap;
  readonly outputs: Tensor[];
  /** Tensors kept for the gradient. */
  readonly saved?: Tensor[];
  readonly gradient?: (dys: (Tensor | null)[]) => Record<string, () => Tensor>;
}

/** The parts of tfjs-core 4.22's engine that its own gradients work with. */
interface EngineInternals {
  readonly state: { activeTape: TapeNode[] | null; gradientDepth: number };
  startTape(): void;
  endTape(): void;
  scopedRun<T>(start: () => void, end: () => void, run: () => T): T;
}

const internals = () => engine() as unknown as EngineInternals;

/** Whether some gradient is being computed already, so that the tape is not ours to release. */
export const isRecording = () => internals().state.gradientDepth > 0;

/** Runs `f` while recording; intermediate tensors that no gradient needs are disposed of. */
export function record<T extends Tensor>(f: () => T): { value: T; tape: TapeNode[] } {
  const inner = internals();
  const value = inner.scopedRun(
    () => inner.startTape(),
    () => inner.endTape(),
    () => engine().tidy('forward', f) as T,
  );
  const tape = inner.state.activeTape ?? [];
  inner.state.activeTape = null;
  return { value, tape };
}

/** The nodes between `sources` and `target`, last first; and the tape with tensors made before they are used. */
export function nodesBetween(
  tape: readonly TapeNode[],
  sources: readonly Tensor[],
  target: Tensor,
): { ordered: readonly TapeNode[]; nodes: TapeNode[]; fromSources: ReadonlySet<number> } {
  const ordered = inOrder(tape);
  const fromSources = new Set(sources.map(({ id }) => id));
  const reached = ordered.filter((node) => {
    const { inputs, outputs } = node;
    const depends =
      Object.values(inputs).some(({ id }) => fromSources.has(id)) && !isPiecewiseConstant(node);
    if (depends) for (const { id } of outputs) fromSources.add(id);
    return depends;
  });
  const reachedNodes = new Set(reached);
  const toTarget = new Set([target.id]);
  const nodes = ordered.toReversed().filter((node) => {
    const leads = node.outputs.some(({ id }) => toTarget.has(id));
    if (leads) for (const { id } of Object.values(node.inputs)) toTarget.add(id);
    return leads && reachedNodes.has(node);
  });
  return { ordered, nodes, fromSources };
}

/**
 * The tape with each operation behind those that made its inputs. tfjs-core notes an output that it
 * saves for the gradient (as a clone) before the operation itself: second derivatives through such an
 * output, of exp or softmax for example, would be lost.
 */
function inOrder(tape: readonly TapeNode[]): TapeNode[] {
  const producers = new Map<number, TapeNode>();
  for (const node of tape) for (const { id } of node.outputs) producers.set(id, node);
  const placed = new Set<TapeNode>();
  const place = (node: TapeNode) => {
    if (placed.has(node)) return;
    placed.add(node);
    for (const { id } of Object.values(node.inputs)) {
      const producer = producers.get(id);
      if (producer) place(producer);
    }
    ordered.push(node);
  };
  const ordered: TapeNode[] = [];
  tape.forEach(place);
  return ordered;
}

/** Comparisons and the like: their results are no numbers, and no gradient flows through them. */
export function isPiecewiseConstant({ gradient, outputs }: TapeNode): boolean {
  return !gradient && outputs.every(({ dtype }) => dtype === 'bool');
}
