import { tidy } from '@tensorflow/tfjs-core';
import type { NamedTensorMap, Scalar, Tensor } from '@tensorflow/tfjs-core';
import { isSelected } from '@gnp/options';
import type { Selection } from '@gnp/options';
import { foldIn, randomStream } from '@gnp/random';
import { ratio } from '../algebra/arithmetic.js';
import { mix, norm, restricted, unit } from '../algebra/combine.js';
import { heldNum, heldVector, parameters } from '../algebra/expression.js';
import type { Coefficient, HeldVector, Num, Term, Vector } from '../algebra/expression.js';
import type { Gradient, Move, Request } from '../contract/request.js';
import { curvatureCost } from './cost.js';
import { halfSquare, product } from './curvature.js';
import { displace } from './displace.js';
import { Evaluator } from './evaluator.js';
import { FiniteChecks } from './finite-checks.js';
import { shareOut } from './micro-batches.js';
import type { BatchPart, MicroBatches } from './micro-batches.js';
import { Passes } from './passes.js';
import type { PassContext, PassResult } from './passes.js';

/** What a step's executor is told. */
export interface StepSettings extends PassContext {
  readonly microBatches: MicroBatches;
  /** Whose step it is, for messages. */
  readonly ruleName: string;
}

/** What one pass gave, as rules see it. */
export interface PassNote {
  readonly part: BatchPart;
  readonly index: number;
  readonly gradient: Gradient;
  readonly penalty: Num | undefined;
  readonly metrics: Readonly<Record<string, Num>>;
}

type Asked<Kind extends Request['ask']> = Extract<Request, { ask: Kind }>;

/**
 * Answers what a rule asks in one step: it displaces and restores parameters, counts passes, checks
 * that numbers are finite, holds back running statistics, and frees memory. The same answers serve a
 * rule that is driven synchronously, asynchronously, over micro-batches or over parts of the batch.
 */
export class StepExecutor {
  readonly evaluator: Evaluator;
  readonly passes: Passes;
  readonly checks: FiniteChecks;
  /** All passes, in their order. */
  readonly notes: PassNote[] = [];
  /** The parameters that a loss depends on. */
  readonly reached = new Set<string>();
  readonly #settings: StepSettings;
  readonly #whole: BatchPart;
  readonly #begun = new Map<BatchPart, number>();
  #parts: readonly BatchPart[] = [];
  #calls = 0;

  constructor(settings: StepSettings) {
    this.#settings = settings;
    this.evaluator = new Evaluator(settings.variables);
    this.passes = new Passes(settings);
    this.checks = new FiniteChecks(settings.step);
    [this.#whole] = shareOut(settings.microBatches, 1);
  }

  /** Forward and backward passes so far, in those of plain training. */
  get cost(): number {
    return this.#calls / this.#settings.weights.length;
  }

  /** Answers a request. */
  answer(request: Request): unknown {
    return request.ask === 'read'
      ? this.#scalars(request.values).map((value) => value.dataSync()[0])
      : this.#answer(request);
  }

  /** Answers a request; reads are waited for. */
  async answerAsync(request: Request): Promise<unknown> {
    if (request.ask !== 'read') return this.#answer(request);
    const values = this.#scalars(request.values).map((value) => value.data());
    return (await Promise.all(values)).map(([value]) => value);
  }

  /** Frees all that the step holds. */
  dispose(): void {
    this.evaluator.dispose();
    this.passes.dispose();
    this.checks.dispose();
  }

  #answer(request: Exclude<Request, { ask: 'read' }>): unknown {
    switch (request.ask) {
      case 'gradient':
        return this.#gradient(request);
      case 'curvature':
        return this.#curvature(request);
      case 'draw':
        return randomStream(foldIn(this.#settings.seed, request.purpose)).uniform();
      case 'parts':
        this.#parts = shareOut(this.#settings.microBatches, request.count);
        return this.#parts;
    }
  }

  #scalars(values: readonly Coefficient[]): Scalar[] {
    return values.map((value) => this.evaluator.scalar(value));
  }

  #gradient({ at, reduce, apart, part }: Asked<'gradient'>): unknown {
    const { batch, index } = this.#begin(part, 1);
    const restore = displace(this.#settings.variables, this.#displaced(at));
    let result: PassResult;
    try {
      result = this.passes.gradient(batch, index, { reduce, apart });
    } finally {
      restore();
    }
    const penalty = heldVector('the gradient of the penalty');
    this.evaluator.hold(penalty, result.second ?? {});
    const data = this.#note(batch, index, result, [penalty]);
    return apart ? { data, penalty } : data;
  }

  #curvature({ of, over, part }: Asked<'curvature'>): unknown {
    const slope = heldVector('the gradient of the norm of the gradient');
    // Of several micro-batches the mean gradient must be known before it is multiplied.
    const batch = this.#part(part);
    const known =
      batch.microBatches.length > 1
        ? (this.#gradient({ ask: 'gradient', at: [], part }) as Gradient)
        : undefined;
    const { index } = this.#begin(part, curvatureCost);
    const selected = known && restricted(known, over);
    if (selected) this.#selected(this.evaluator.vector(known), over);
    const constant = selected && this.evaluator.vector(of === 'norm' ? unit(selected) : selected);
    const result = this.passes.curvature(batch, index, (gradients) =>
      constant
        ? product(gradients, constant)
        : halfSquare(this.#selected(gradients, over), of === 'norm'),
    );
    this.evaluator.hold(slope, result.second ?? {});
    return { g: this.#note(batch, index, result, [slope]), slope };
  }

  #part(part: number | undefined): BatchPart {
    return part === undefined ? this.#whole : this.#parts[part];
  }

  #begin(part: number | undefined, cost: number): { batch: BatchPart; index: number } {
    const batch = this.#part(part);
    const index = this.#begun.get(batch) ?? 0;
    this.#begun.set(batch, index + 1);
    this.#calls += cost * batch.microBatches.length;
    return { batch, index };
  }

  /** Holds what a pass gave, and checks it. */
  #note(
    part: BatchPart,
    index: number,
    result: PassResult,
    others: readonly HeldVector[],
  ): Gradient {
    const label = `the gradient of pass ${index}`;
    const gradient: Gradient = { kind: 'held', label, loss: heldNum('a loss') };
    this.evaluator.hold(gradient, result.gradients);
    const hold = (value: Scalar) => {
      const number = heldNum('a number of a pass');
      this.evaluator.holdNumber(number, value);
      return number;
    };
    this.evaluator.holdNumber(gradient.loss, result.loss);
    const penalty = result.penalty && hold(result.penalty);
    const metrics = Object.fromEntries(
      Object.entries(result.metrics).map(([name, value]) => [name, hold(value)]),
    );
    this.notes.push({ part, index, gradient, penalty, metrics });
    for (const vector of [gradient, ...others]) {
      for (const name of Object.keys(this.evaluator.vector(vector))) this.reached.add(name);
    }
    if (this.reached.size === 0) throw this.#nothingReached();
    const numbers = [gradient, ...others].map(norm);
    const all = [gradient.loss, ...(penalty ? [penalty] : []), ...numbers];
    const loss = this.evaluator.scalar(gradient.loss);
    this.checks.check({
      pass: index,
      numbers: this.#scalars(all),
      loss,
      gradient: () => this.evaluator.vector(gradient),
    });
    return gradient;
  }

  #nothingReached(): Error {
    return new Error(
      `The loss depends on none of the variables (${someOf(Object.keys(this.#settings.variables))}). ` +
        `Compute it from them with TensorFlow.js operations, inside the loss function.`,
    );
  }

  /** θ displaced by moves, by name; the parameters that stay are left out. */
  #displaced(at: readonly Move[]): NamedTensorMap {
    const terms = at.flatMap(({ direction, length, measuredBy }): Term[] =>
      length === 0 ? [] : [[measuredBy ? ratio(length, norm(measuredBy)) : length, direction]],
    );
    if (terms.length === 0) return {};
    const names = Object.keys(this.#settings.variables);
    const has = ([, direction]: Term) =>
      names.filter((name) => this.evaluator.has(direction, name));
    const moved = new Set(terms.flatMap(has));
    if (moved.size === 0 && terms.some(([, direction]) => direction.kind === 'restricted')) {
      throw this.#nothingLeft();
    }
    const point: Vector = mix([1, parameters], ...terms);
    return tidy(() => this.evaluator.fresh(point, [...moved]));
  }

  #selected(gradients: NamedTensorMap, over: readonly Selection<Tensor>[]): NamedTensorMap {
    const { variables } = this.#settings;
    const entries = Object.entries(gradients).filter(([name]) =>
      over.every((selection) => isSelected<Tensor>(selection, name, variables[name])),
    );
    if (entries.length === 0 && over.length > 0) throw this.#nothingLeft();
    return Object.fromEntries(entries);
  }

  #nothingLeft(): RangeError {
    const { ruleName, variables } = this.#settings;
    return new RangeError(
      `No parameter is left for '${ruleName}' to perturb; they are called ${someOf(Object.keys(variables))}.`,
    );
  }
}

const someOf = (names: readonly string[]) =>
  `${names.slice(0, 5).join(', ')}${names.length > 5 ? ', …' : ''}`;
