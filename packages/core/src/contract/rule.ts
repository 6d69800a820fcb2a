import type { Tensor } from '@tensorflow/tfjs-core';
import type { Options, Selection } from '@gnp/options';
import type { Coefficient, HeldVector, Num, Vector } from '../algebra/expression.js';
import type { Step } from './request.js';

/** Everything that tables, schemas and help texts say of a rule. */
export interface RuleAbout {
  /** The name by which configuration files and logs know the rule, in kebab case. */
  readonly name: string;
  readonly title: string;
  /** Authors, where it appeared, and its arXiv number. */
  readonly paper?: string;
  /** The gradient that it follows; g₁ is ∇L(θ). */
  readonly formula: string;
  /** When to use it. */
  readonly use: string;
  /** What to know besides: where it departs from published code, and the like. */
  readonly note?: string;
  /** Whether it reads numbers back to decide in the middle of a step. Default false. */
  readonly reads?: boolean;
  readonly options: Options;
}

/**
 * What a slot of a rule's memory holds, and begins with: a vector of zeros or of ones in the shapes of
 * the parameters, or the number 0.
 */
export type Slot = 'zeros' | 'ones' | 'number';

/** The memory of a rule: slots by name. */
export type Slots = Readonly<Record<string, Slot>>;

/** What a rule remembers from the last time that it ran. */
export type Memory<S extends Slots = Slots> = {
  readonly [Name in keyof S]: S[Name] extends 'number' ? Num : HeldVector;
};

/** What is to be remembered: what is left out stays. */
export type Remember<S extends Slots = Slots> = {
  readonly [Name in keyof S]?: S[Name] extends 'number' ? Coefficient : Vector;
};

/** When and where a rule runs. */
export interface Turn<S extends Slots = Slots> {
  /** The optimizer step, 0-based: what schedules are evaluated at. */
  readonly step: number;
  /** How often the rule has had its turn before: what periods are counted by. */
  readonly turn: number;
  readonly memory: Memory<S>;
  /** The parameters that may be displaced and penalised; each selection must hold. None: all. */
  readonly perturbs: readonly Selection<Tensor>[];
}

/** What a rule comes to. */
export interface Outcome {
  /** The gradient to follow. */
  readonly follow: Vector;
  readonly remember: Readonly<Record<string, Vector | Coefficient>>;
}

/** A rule and its options, and wrappers around it, in values that JSON can hold. */
export interface RuleConfig {
  /** Of the rule or the wrapper. */
  readonly name: string;
  readonly options: Readonly<Record<string, unknown>>;
  /** What a wrapper is around. */
  readonly rule?: RuleConfig;
}

/**
 * Which gradient to follow: a rule asks for gradients at displaced parameters and combines them. It
 * knows neither model nor optimizer nor data, and holds no tensor.
 */
export interface Rule {
  readonly name: string;
  readonly about: RuleAbout;
  readonly memory: Slots;
  /** Its numbers at a step, by name, for logs. */
  numbersAt(step: number): Readonly<Record<string, number>>;
  /** Begins a step. */
  run(turn: Turn): Step<Outcome>;
  /**
   * What it is made of, for saving.
   *
   * @throws Error if an option is a function
   */
  config(): RuleConfig;
}
