import { clone, dispose, keep, serialization, tidy, where } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';

/** A stateful RNN layer of tfjs-layers 4.22, and what moves its state. */
interface Recurrent {
  readonly states_: Tensor[];
  resetStates(states?: Tensor | Tensor[], training?: boolean): void;
}

/** The classes that move states of their own. */
const classNames = ['RNN', 'ConvLSTM2D'];

/**
 * The states of stateful RNN layers: tensors, which every forward pass in training moves on. Each pass
 * of a step begins at the same states, and they move once, by the first pass, at the end of the step.
 */
export class RecurrentStates {
  readonly #next = new Map<Recurrent, Tensor[]>();

  /**
   * Lets states stay where they are, for a while; with `note` they remember where they would go.
   *
   * @returns lets them move again
   */
  hold(note: boolean): () => void {
    const originals = movers().map((prototype) => [prototype, prototype.resetStates] as const);
    const keepFor = (layer: Recurrent, states: readonly Tensor[]) => this.#note(layer, states);
    for (const [prototype, original] of originals) {
      prototype.resetStates = function (this: Recurrent, states, training) {
        if (states === undefined) original.call(this, states, training);
        else if (note) keepFor(this, [states].flat());
      };
    }
    return () => {
      for (const [prototype, original] of originals) prototype.resetStates = original;
    };
  }

  /**
   * Moves the states on.
   *
   * @param finite a flag on the device: where it is false, they stay
   */
  commit(finite?: Tensor): void {
    for (const [layer, states] of this.#next) {
      tidy(() =>
        layer.resetStates(
          states.map((x, i) => (finite ? where(finite, x, layer.states_[i]) : clone(x))),
        ),
      );
    }
    this.dispose();
  }

  /** Forgets where states would have moved. */
  dispose(): void {
    for (const states of this.#next.values()) dispose(states);
    this.#next.clear();
  }

  #note(layer: Recurrent, states: readonly Tensor[]): void {
    dispose(this.#next.get(layer) ?? []);
    this.#next.set(
      layer,
      states.map((state) => keep(clone(state))),
    );
  }
}

/** The prototypes that move states; none where tfjs-layers is not loaded. */
function movers(): Recurrent[] {
  const known = serialization.SerializationMap.getMap().classNameMap;
  const prototypes = classNames.flatMap((name) => {
    let prototype = known[name]?.[0]?.prototype as object | undefined;
    while (prototype && !Object.hasOwn(prototype, 'resetStates')) {
      prototype = Object.getPrototypeOf(prototype) as object | undefined;
    }
    return prototype ? [prototype as Recurrent] : [];
  });
  return [...new Set(prototypes)];
}
