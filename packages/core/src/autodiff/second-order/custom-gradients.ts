import type { NamedTensorMap, Tensor } from '@tensorflow/tfjs-core';
import { isPiecewiseConstant } from '../path.js';
import type { Path } from '../path.js';
import { internals } from '../tape.js';
import type { TapeNode } from '../tape.js';

/** An operation with a gradient of its own, as `tf.customGrad` hands it to the engine. */
interface CustomOperation {
  readonly forwardFunc: (backend: unknown, save: (tensors: Tensor[]) => void) => Tensor | Tensor[];
  readonly inputs: NamedTensorMap;
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

  /**
   * Runs an operation, and takes note if it has a gradient of its own.
   *
   * @param again whether its gradient is to be differentiated
   */
  run(
    operation: object,
    run: (operation: object) => Tensor | Tensor[],
    again: boolean,
  ): Tensor | Tensor[] {
    if (!('forwardFunc' in operation)) return run(operation);
    const { forwardFunc, inputs } = operation as CustomOperation;
    const engine = internals();
    const name = engine.state.activeScope?.name ?? '';
    if (again && transparent.has(name)) return forwardFunc(undefined, () => {});
    const begin = engine.nextTensorId();
    const result = run(operation);
    this.#unseen.push({
      name,
      inputs: Object.values(inputs).map(({ id }) => id),
      begin,
      end: engine.nextTensorId(),
    });
    return result;
  }

  /**
   * Checks that nothing which such an operation computed unseen, of the sources, leads to the target.
   *
   * @throws Error naming the operation
   */
  check(tape: readonly TapeNode[], { target, fromSources }: Path): void {
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
