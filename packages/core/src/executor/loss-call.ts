import { add, clone, dispose, keep, mean } from '@tensorflow/tfjs-core';
import type { Scalar, Tensor1D } from '@tensorflow/tfjs-core';
import { duringPass } from '@gnp/ops';
import type { LossFunction, LossParts, Pass } from '../contract/pass.js';
import type { Reduce } from '../contract/request.js';

/** How a call of the loss function becomes scalars to differentiate. */
export interface LossShape {
  readonly reduce?: Reduce | undefined;
  /** Whether data loss and penalty are differentiated by themselves. */
  readonly apart?: boolean | undefined;
}

/** One call of a loss function, and what it gave: kept alive until it is taken or disposed of. */
export class LossCall {
  readonly #lossFn: LossFunction;
  readonly #pass: Pass;
  #loss: Scalar | undefined;
  #penalty: Scalar | undefined;
  #metrics: Record<string, Scalar> = {};

  constructor(lossFn: LossFunction, pass: Pass) {
    this.#lossFn = lossFn;
    this.#pass = pass;
  }

  /**
   * Calls the function; to be called once, on the tape.
   *
   * @returns the loss with its penalty; or penalty, if there is one, and data loss, where they are `apart`
   * @throws TypeError if the losses of examples are needed and their mean is given
   */
  run({ reduce, apart = false }: LossShape): Scalar[] {
    const {
      losses,
      penalty,
      metrics = {},
    } = partsOf(duringPass(this.#pass, () => this.#lossFn(this.#pass)));
    const loss = losses.rank === 0 ? (losses as Scalar) : mean<Scalar>(losses);
    this.#loss = held(loss);
    this.#penalty = penalty && held(penalty);
    this.#metrics = Object.fromEntries(
      Object.entries(metrics).map(([name, value]) => [name, held(value)]),
    );
    const data = reduce ? reduce(examplesOf(losses)) : loss;
    if (!penalty) return [data];
    return apart ? [penalty, data] : [add(data, penalty)];
  }

  /** Hands over the data loss, its penalty as it is and the metrics, all scalars. */
  take(): { loss: Scalar; penalty: Scalar | undefined; metrics: Record<string, Scalar> } {
    if (!this.#loss) throw new Error('The loss was not computed.');
    return { loss: this.#loss, penalty: this.#penalty, metrics: this.#metrics };
  }

  /** Frees all that it kept. */
  dispose(): void {
    dispose([this.#loss ?? [], this.#penalty ?? [], this.#metrics]);
  }
}

const held = <T extends Scalar>(value: T): T => keep(clone(value));

function partsOf(given: Scalar | Tensor1D | LossParts): LossParts {
  return 'losses' in given ? given : { losses: given };
}

function examplesOf(losses: Scalar | Tensor1D): Tensor1D {
  if (losses.rank === 1) return losses as Tensor1D;
  throw new TypeError(
    `This rule needs the loss of each example, but the loss function returned a tensor of shape ` +
      `[${losses.shape}]. Return the losses [batch], not their mean.`,
  );
}
