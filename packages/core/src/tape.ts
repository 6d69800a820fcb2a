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

/** The nodes between `sources` and `target`, last first. */
export function nodesBetween(
  tape: readonly TapeNode[],
  sources: readonly Tensor[],
  target: Tensor,
): { nodes: TapeNode[]; fromSources: ReadonlySet<number> } {
  const fromSources = new Set(sources.map(({ id }) => id));
  const reached = tape.filter(({ inputs, outputs }) => {
    const depends = Object.values(inputs).some(({ id }) => fromSources.has(id));
    if (depends) for (const { id } of outputs) fromSources.add(id);
    return depends;
  });
  const reachedNodes = new Set(reached);
  const toTarget = new Set([target.id]);
  const nodes = [...tape].reverse().filter((node) => {
    const leads = node.outputs.some(({ id }) => toTarget.has(id));
    if (leads) for (const { id } of Object.values(node.inputs)) toTarget.add(id);
    return leads && reachedNodes.has(node);
  });
  return { nodes, fromSources };
}
