import { all, dispose, isFinite as isFiniteOf, keep, stack, tidy } from '@tensorflow/tfjs-core';
import type { NamedTensorMap, Scalar } from '@tensorflow/tfjs-core';
import { readsAreFree } from '@gnp/ops';
import { NonFiniteGradientError } from './non-finite-error.js';

/** What is checked together. */
export interface Checked {
  /** Which pass; undefined for the combination of all. */
  readonly pass: number | undefined;
  /** Norms and losses, which are finite where all that they were made of is. */
  readonly numbers: readonly Scalar[];
  /** The loss to name in the message; one of the numbers, or that of the first pass. */
  readonly loss: Scalar;
  /** Gives the gradient that the numbers were made of, by parameter: asked for where they are not finite, at once. */
  readonly gradient?: () => NamedTensorMap;
}

/**
 * Looks whether the numbers of a step are finite: at once where reads are free, by flags on the device
 * elsewhere, which somebody reads later.
 */
export class FiniteChecks {
  readonly #step: number;
  readonly #pending: { readonly flag: Scalar; readonly checked: Checked }[] = [];

  constructor(step: number) {
    this.#step = step;
  }

  /** @throws NonFiniteGradientError where reads are free and a number is not finite */
  check(checked: Checked): void {
    const { numbers, pass, loss, gradient } = checked;
    if (!readsAreFree()) {
      const flag = keep(tidy(() => all(isFiniteOf(stack([...numbers])))));
      this.#pending.push({ flag: flag as Scalar, checked });
      return;
    }
    if (numbers.every((number) => Number.isFinite(number.dataSync()[0]))) return;
    const parameters = gradient && nonFiniteOf(gradient());
    throw new NonFiniteGradientError(this.#step, pass, loss.dataSync()[0], parameters);
  }

  /** Whether all that was checked is finite, a bool scalar on the device; undefined where that is known. */
  flag(): Scalar | undefined {
    if (this.#pending.length === 0) return undefined;
    return tidy(() => all<Scalar>(stack(this.#pending.map(({ flag }) => flag))));
  }

  /** What was checked on the device, in its order: to read which one failed. */
  flags(): Scalar[] {
    return this.#pending.map(({ flag }) => flag.clone());
  }

  /** Which passes {@link flags} are of. */
  get passes(): (number | undefined)[] {
    return this.#pending.map(({ checked }) => checked.pass);
  }

  /** Frees the flags. */
  dispose(): void {
    dispose(this.#pending.map(({ flag }) => flag));
  }
}

/** The names of those that hold something that is not finite, where reads are free. */
function nonFiniteOf(tensors: NamedTensorMap): string[] {
  return tidy(() =>
    Object.keys(tensors).filter((name) => all(isFiniteOf(tensors[name])).dataSync()[0] === 0),
  );
}
