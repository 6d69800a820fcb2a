import * as tf from '@tensorflow/tfjs-core';
import type { NamedTensorMap, Scalar, Tensor } from '@tensorflow/tfjs-core';
import { arithmetic, globalCosine, globalNorm } from '@gnp/ops';
import type { Arithmetic, Scale } from '@gnp/ops';
import { isSelected } from '@gnp/options';
import { magnitude, plus, times } from '../algebra/arithmetic.js';
import { wholeNorm } from '../algebra/combine.js';
import { parameters as parametersNode } from '../algebra/expression.js';
import type {
  Coefficient,
  Num,
  RestrictedVector,
  SumVector,
  Term,
  Vector,
} from '../algebra/expression.js';
import { largestMask } from './largest-mask.js';
import { linearCombination, termsOf } from './linear-combination.js';

/**
 * Computes what rules describe, on the device, each number and each vector whose norm is taken once.
 * What it holds lives until it is disposed of.
 */
export class Evaluator {
  readonly #parameters: NamedTensorMap;
  readonly #tensors = new Map<Vector, NamedTensorMap>();
  readonly #scalars = new Map<Num, Scalar>();
  readonly #owned: NamedTensorMap[] = [];
  readonly #kept: Tensor[] = [];

  /** @param parameters θ by name; they stay the caller's */
  constructor(parameters: NamedTensorMap) {
    this.#parameters = parameters;
    this.#tensors.set(parametersNode, parameters);
  }

  /** Gives a vector tensors, which it takes over. */
  hold(vector: Vector, tensors: NamedTensorMap): void {
    const own = { ...tensors };
    for (const tensor of Object.values(own)) tf.keep(tensor);
    this.#owned.push(own);
    this.#tensors.set(vector, own);
  }

  /** Takes tensors over, to free them in the end. */
  own(tensors: NamedTensorMap): void {
    for (const tensor of Object.values(tensors)) this.#keep(tensor);
  }

  /** Gives a vector tensors that stay the caller's. */
  lend(vector: Vector, tensors: NamedTensorMap): void {
    this.#tensors.set(vector, tensors);
  }

  /** Gives a number a value, which it takes over. */
  holdNumber(number: Num, value: Scalar): void {
    this.#scalars.set(number, this.#keep(value));
  }

  /** Gives a number a value that stays the caller's. */
  lendNumber(number: Num, value: Scalar): void {
    this.#scalars.set(number, value);
  }

  /** The value of a coefficient: a number of the program, or a scalar that is not to be disposed. */
  number(x: Coefficient): Scale {
    if (typeof x === 'number') return x;
    const known = this.#scalars.get(x);
    if (known) return known;
    const value = this.#keep(tf.tidy(() => this.#compute(x)));
    this.#scalars.set(x, value);
    return value;
  }

  /** The value of a coefficient as a scalar that is not to be disposed. */
  scalar(x: Coefficient): Scalar {
    const value = this.number(x);
    return typeof value === 'number' ? this.#keep(tf.scalar(value)) : value;
  }

  /** The tensors of a vector, which are not to be disposed. */
  vector(x: Vector): NamedTensorMap {
    const known = this.#tensors.get(x);
    if (known) return known;
    this.hold(x, this.fresh(x));
    return this.#tensors.get(x) as NamedTensorMap;
  }

  /**
   * The tensors of a vector, the caller's own.
   *
   * @param names of which parameters; default: all that it has
   * @param done is told each name whose tensor has been made
   */
  fresh(
    x: Vector,
    names: readonly string[] = Object.keys(this.#parameters),
    done?: (name: string) => void,
  ): NamedTensorMap {
    const result: NamedTensorMap = {};
    if (x.kind === 'largest') {
      const mask = tf.tidy(() => largestMask(this.vector(x.of), x.share));
      for (const name of names) if (name in mask) result[name] = mask[name];
      return result;
    }
    const make = this.#maker(x);
    for (const name of names) {
      const tensor = make(name);
      if (tensor) result[name] = tensor;
      done?.(name);
    }
    return result;
  }

  /** Makes the tensor of one parameter after another, the caller's own; undefined where there is none. */
  #maker(x: Vector): (name: string) => Tensor | undefined {
    if (this.#isPlainSum(x)) {
      // a sum of what is held makes one new tensor; all else may leave things behind, or be held itself
      const terms = this.#termsOf(x).map(
        ([c, term]) => [this.number(c), this.vector(term)] as const,
      );
      return (name) =>
        linearCombination(
          terms.flatMap(([scale, tensors]) =>
            name in tensors ? [[scale, tensors[name]] as const] : [],
          ),
        );
    }
    return (name) => {
      const result = tf.tidy(() => {
        const tensor = this.#look(x, name);
        return tensor ? tf.clone(tensor) : [];
      });
      return Array.isArray(result) ? undefined : result;
    };
  }

  #isPlainSum(x: Vector): x is SumVector {
    if (x.kind !== 'sum' || this.#tensors.has(x)) return false;
    return x.terms.every(([, term]) => this.#tensors.has(term) || this.#isPlainSum(term));
  }

  /** Whether a vector has a tensor for a parameter. */
  has(x: Vector, name: string): boolean {
    const known = this.#tensors.get(x);
    if (known) return name in known;
    switch (x.kind) {
      case 'held':
        return false;
      case 'sum':
        return x.terms.some(([, vector]) => this.has(vector, name));
      case 'restricted':
        return this.#isIn(x, name) && this.has(x.of, name);
      case 'elementwise':
        return x.of.every((vector) => this.has(vector, name));
      case 'largest':
        return this.has(x.of, name);
    }
  }

  /** Computes all numbers that a vector depends on, which takes all of its parts. */
  prepare(x: Vector): void {
    if (this.#tensors.has(x)) return;
    switch (x.kind) {
      case 'held':
        return;
      case 'sum':
        // numbers may need vectors of the sum, which then stay whole: its terms are others afterwards
        for (const [coefficient] of this.#termsOf(x)) this.number(coefficient);
        for (const [coefficient, vector] of this.#termsOf(x)) {
          this.number(coefficient);
          this.prepare(vector);
        }
        return;
      case 'restricted':
        return this.prepare(x.of);
      case 'elementwise':
        return x.of.forEach((vector) => this.prepare(vector));
      case 'largest':
        return void this.vector(x);
    }
  }

  /** A number that the norm of a vector does not exceed, from what has been computed for it. */
  sizeOf(x: Vector): Scalar {
    const terms = x.kind === 'sum' && !this.#tensors.has(x) ? this.#termsOf(x) : [[1, x] as const];
    return this.scalar(
      terms
        .map(([coefficient, vector]) => times(magnitude(coefficient), wholeNorm(vector)))
        .reduce(plus),
    );
  }

  #termsOf(x: SumVector): Term[] {
    return termsOf(x, (vector) => this.#tensors.has(vector));
  }

  /** Frees what is held for one parameter. */
  release(name: string): void {
    for (const tensors of this.#owned) tensors[name]?.dispose();
  }

  /** Frees all that is held. */
  dispose(): void {
    tf.dispose([this.#owned, this.#kept]);
  }

  #look(x: Vector, name: string): Tensor | undefined {
    const known = this.#tensors.get(x);
    if (known) return known[name];
    switch (x.kind) {
      case 'held':
        throw new Error(`'${x.label}' is of another step; a rule must not keep vectors by itself.`);
      case 'sum':
        return linearCombination(
          this.#termsOf(x).flatMap(([coefficient, vector]) => {
            const tensor = this.#look(vector, name);
            return tensor ? [[this.number(coefficient), tensor] as const] : [];
          }),
        );
      case 'restricted':
        return this.#isIn(x, name) ? this.#look(x.of, name) : undefined;
      case 'elementwise': {
        const tensors = x.of.flatMap((vector) => this.#look(vector, name) ?? []);
        return tensors.length === x.of.length ? x.compute(tensors, name) : undefined;
      }
      case 'largest':
        return this.vector(x)[name];
    }
  }

  #isIn({ to }: RestrictedVector, name: string): boolean {
    return to.every((selection) => isSelected(selection, name, this.#parameters[name]));
  }

  #compute(x: Num): Scalar {
    switch (x.kind) {
      case 'held':
        throw new Error(`'${x.label}' is of another step; a rule must not keep numbers by itself.`);
      case 'norm':
        return globalNorm(Object.values(this.vector(x.of)));
      case 'cosine': {
        const [a, b] = [this.vector(x.a), this.vector(x.b)];
        const names = Object.keys(a).filter((name) => name in b);
        return globalCosine(
          { tensors: names.map((name) => a[name]), norm: this.scalar(wholeNorm(x.a)) },
          { tensors: names.map((name) => b[name]), norm: this.scalar(wholeNorm(x.b)) },
        );
      }
      case 'computed': {
        const inputs: Scalar[] = [];
        return arithmetic(this.#expression(x, inputs), inputs);
      }
    }
  }

  /** A computed number as one expression of what has a value, or is a norm or a cosine: its inputs. */
  #expression(x: Coefficient, inputs: Scalar[]): Arithmetic {
    if (typeof x === 'number') return x;
    if (x.kind === 'computed' && !this.#scalars.has(x)) {
      return [x.operation, ...x.of.map((operand) => this.#expression(operand, inputs))];
    }
    const value = this.number(x) as Scalar;
    const known = inputs.indexOf(value);
    return { input: known >= 0 ? known : inputs.push(value) - 1 };
  }

  #keep<T extends Tensor>(tensor: T): T {
    this.#kept.push(tf.keep(tensor));
    return tensor;
  }
}
