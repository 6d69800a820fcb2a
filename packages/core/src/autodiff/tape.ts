import { engine } from '@tensorflow/tfjs-core';
import type { NamedTensorMap, Tensor, TensorContainer } from '@tensorflow/tfjs-core';

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
export interface Engine {
  readonly state: {
    activeTape: TapeNode[] | null;
    readonly gradientDepth: number;
    /** Above 0 inside an operation, where nothing is recorded. */
    readonly kernelDepth: number;
    readonly activeScope: { readonly name: string } | null;
  };
  startTape(): void;
  endTape(): void;
  scopedRun<T>(start: () => void, end: () => void, run: () => T): T;
  /** Draws an id; later ones are larger. */
  nextTensorId(): number;
  addTapeNode(...node: EngineNode): void;
  /** Runs an operation, also one with a gradient of its own. */
  runKernelFunc(operation: object): Tensor | Tensor[];
  /** What `tf.grad` and its like call. */
  gradients: Gradients;
}

/** A node as the engine notes it. */
export type EngineNode = [
  kernelName: string,
  inputs: NamedTensorMap,
  outputs: Tensor[],
  ...gradient: unknown[],
];

/** Gives the value of `f` and its gradients by `xs`, times `dy` or 1; none where it does not depend. */
export type Gradients = (
  f: () => Tensor,
  xs: readonly Tensor[],
  dy?: Tensor | null,
) => { value: Tensor; grads: (Tensor | undefined)[] };

/** The engine with its internals. */
export const internals = () => engine() as unknown as Engine;

/** Whether a gradient is being computed already, or an operation: the tape is not ours then. */
export function isBusy(): boolean {
  const { gradientDepth, kernelDepth } = internals().state;
  return gradientDepth > 0 || kernelDepth > 0;
}

/** Runs `f` while recording; of the tensors it makes, those that it returns or keeps stay. */
export function taped<T extends TensorContainer>(f: () => T): T {
  const inner = internals();
  return inner.scopedRun(
    () => inner.startTape(),
    () => inner.endTape(),
    () => engine().tidy<T>('forward', f),
  );
}

/** Frees what is kept for the gradient of an operation. */
export function releaseSaved({ saved }: TapeNode): void {
  for (const tensor of saved ?? []) tensor.dispose();
}
