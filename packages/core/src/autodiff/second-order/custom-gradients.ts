import { engine } from '@tensorflow/tfjs-core';
import type { NamedTensorMap, Tensor } from '@tensorflow/tfjs-core';
import { isPiecewiseConstant } from '../tape.js';
import type { TapeNode } from '../tape.js';

/** An operation with a gradient of its own, as `tf.customGrad` hands it to the engine. */
interface CustomOperation {
  readonly forwardFunc: (backend: unknown, save: (tensors: Tensor[]) => void) => Tensor | Tensor[];
  readonly inputs: NamedTensorMap;
}

/** The parts of tfjs-core 4.22's engine that run operations. */
interface RunningEngine {
  readonly state: { readonly activeScope: { readonly name: string } | null };
  /** Draws an id; later ones are larger. */
  nextTensorId(): number;
  runKernelFunc(operation: object): Tensor | Tensor[];
}

/** What an operation with a gradient of its own computed unseen by the tape: the ids in between. */
interface Unseen {
  readonly name: string;
  readonly inputs: readonly number[];
  readonly begin: number;
  readonly end: number;
}

/**
 * Operations of tfjs-core whose own gradient keeps an intermediate value, which loses its second
 * derivative. What they are made of has the same gradient, and all further ones.
 */
const transparent = new Set(['softmaxCrossEntropy__op']);

/** Watches operations with gradients of their own, whose second derivatives could be incomplete. */
export class CustomGradients {
  readonly #unseen: Unseen[] = [];

  /** Runs `f` and takes note of them. */
  watch<T>(f: () => T): T {
    const running = engine() as unknown as RunningEngine;
    const original = running.runKernelFunc;
    running.runKernelFunc = (operation) => {
      if (!('forwardFunc' in operation)) return original.call(running, operation);
      const { forwardFunc, inputs } = operation as CustomOperation;
      const name = running.state.activeScope?.name ?? '';
      if (transparent.has(name)) return forwardFunc(undefined, () => {});
      const begin = running.nextTensorId();
      const result = original.call(running, operation);
      this.#unseen.push({
        name,
        inputs: Object.values(inputs).map(({ id }) => id),
        begin,
        end: running.nextTensorId(),
      });
      return result;
    };
    try {
      return f();
    } finally {
      running.runKernelFunc = original;
    }
  }

  /**
   * Checks that nothing which such an operation computed unseen, of the sources, leads to the target.
   *
   * @param tape in the order in which tensors depend on one another
   * @throws Error naming the operation
   */
  check(tape: readonly TapeNode[], fromSources: ReadonlySet<number>, target: Tensor): void {
    const relevant = this.#unseen.filter(({ inputs }) => inputs.some((id) => fromSources.has(id)));
    if (relevant.length === 0) return;
    const seen = new Set(tape.flatMap(({ outputs }) => outputs.map(({ id }) => id)));
    const originOf = (id: number) =>
      seen.has(id) ? undefined : relevant.find(({ begin, end }) => id >= begin && id < end);
    const origins = new Map<number, Unseen>();
    for (const node of tape) {
      if (isPiecewiseConstant(node)) continue;
      const [culprit] = Object.values(node.inputs).flatMap(
        ({ id }) => origins.get(id) ?? originOf(id) ?? [],
      );
      if (culprit) for (const { id } of node.outputs) origins.set(id, culprit);
    }
    const culprit = origins.get(target.id);
    if (culprit) throw new Error(message(culprit));
  }
}

function message({ name }: Unseen): string {
  const where = name.endsWith('__op') ? `tf.${name.slice(0, -'__op'.length)}` : 'An operation';
  return (
    `${where} has a gradient of its own (tf.customGrad) that keeps a value it computed on the way, ` +
    `so its second derivative is unknown. Save inputs and outputs only, or take finite differences.`
  );
}
