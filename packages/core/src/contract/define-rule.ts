import type { Tensor } from '@tensorflow/tfjs-core';
import { define, optionsAt } from '@gnp/options';
import type { Arguments, At, Options, Resolved, Selection } from '@gnp/options';
import { restricted } from '../algebra/combine.js';
import type { Vector } from '../algebra/expression.js';
import { configOf } from './rule-config.js';
import type { Move, Request, Step } from './request.js';
import type { Memory, Outcome, Remember, Rule, RuleAbout, Slots, Turn } from './rule.js';
import { through } from './through.js';

/** What a rule's step knows besides its options. */
export interface StepContext<S extends Slots> {
  /** How often the rule has had its turn before: what periods are counted by. */
  readonly turn: number;
  readonly memory: Memory<S>;
  /** The part of a vector that may be perturbed; all of it unless `only` or `exclude` say otherwise. */
  readonly perturbed: (x: Vector) => Vector;
}

/** The gradient to follow, and what to remember where the rule has a memory. */
export type StepResult<S extends Slots> =
  Vector | { readonly follow: Vector; readonly remember: Remember<S> };

/** A rule as it is declared. */
export interface RuleDefinition<O extends Options, S extends Slots> extends RuleAbout {
  readonly options: O;
  /** What the rule remembers from step to step. Default: nothing. */
  readonly memory?: S;
  /**
   * Says what is wrong with options that are possible one by one.
   *
   * @throws RangeError
   */
  readonly check?: (options: Resolved<O>) => void;
  /** Asks by `yield*` and returns the gradient to follow. */
  readonly step: (options: At<O>, context: StepContext<S>) => Step<StepResult<S>>;
}

/** Makes a rule of options; what the rule is stands beside, as data. */
export interface RuleFactory<O extends Options = Options> extends RuleAbout {
  /**
   * @throws RangeError if an option is unknown, missing or out of bounds
   * @throws TypeError if an option is of another type
   */
  (...options: Arguments<O>): Rule;
  readonly options: O;
  readonly memory: Slots;
}

const defined = new Map<string, RuleFactory>();

/**
 * Declares a gradient rule: one record of which come the type and the check of its options, what a
 * recipe may say, its row in tables, and the function that makes it.
 *
 * @example
 * ```ts
 * const sam = defineRule({
 *   name: 'sam',
 *   title: 'Sharpness-aware minimisation',
 *   formula: 'g = ∇L(θ + ρ g₁/‖g₁‖)',
 *   use: 'The best known rule of the family.',
 *   options: { rho: number('radius of the neighbourhood') },
 *   *step({ rho }) {
 *     return yield* gradient(along(yield* gradient(), rho));
 *   },
 * });
 * ```
 */
export function defineRule<const O extends Options, const S extends Slots = Record<never, never>>(
  definition: RuleDefinition<O, S>,
): RuleFactory<O> {
  const { check, step, memory, ...about } = definition;
  const slots: Slots = memory ?? {};
  const record: RuleAbout & { readonly options: O } = about;
  const make = define(record, (values): Rule => {
    check?.(values);
    return {
      name: about.name,
      about,
      memory: slots,
      numbersAt: (at) => numbersIn(optionsAt(about.options, values, at)),
      run: (turn) =>
        run(about.name, step(optionsAt(about.options, values, turn.step), contextOf(turn)), turn),
      config: () => configOf(about, values),
    };
  });
  const factory = Object.assign(make, { memory: slots }) as unknown as RuleFactory<O>;
  defined.set(about.name, factory as unknown as RuleFactory);
  return factory;
}

/** The rules that have been declared so far, by name. */
export function definedRules(): ReadonlyMap<string, RuleFactory> {
  return defined;
}

function contextOf<S extends Slots>({ turn, memory, perturbs }: Turn): StepContext<S> {
  return { turn, memory: memory as Memory<S>, perturbed: (x) => restricted(x, perturbs) };
}

function* run<S extends Slots>(
  name: string,
  step: Step<StepResult<S>>,
  { perturbs }: Turn,
): Step<Outcome> {
  const request = (asked: Request) => restrict(checkRequest(name, asked), perturbs);
  const result = yield* through(step, { request });
  if ('kind' in result) return { follow: result, remember: {} };
  return result as Outcome;
}

/** @throws TypeError if it is none, as from `yield` without `*` */
function checkRequest(name: string, asked: unknown): Request {
  if (typeof asked === 'object' && asked !== null && 'ask' in asked) return asked as Request;
  throw new TypeError(
    `Rule '${name}' yields something that is no request. Ask by yield* of a helper: yield* gradient().`,
  );
}

/** Binds radii and exact penalties to the parameters that may be perturbed. */
function restrict(request: Request, to: readonly Selection<Tensor>[]): Request {
  if (to.length === 0) return request;
  if (request.ask === 'gradient') {
    const move = ({ direction, length, measuredBy }: Move): Move => ({
      direction: restricted(direction, to),
      length,
      ...(measuredBy && { measuredBy: restricted(measuredBy, to) }),
    });
    return { ...request, at: request.at.map(move) };
  }
  return request.ask === 'curvature' ? { ...request, over: to } : request;
}

function numbersIn(values: Readonly<Record<string, unknown>>): Record<string, number> {
  const numbers = Object.entries(values).filter(([, value]) => typeof value === 'number');
  return Object.fromEntries(numbers) as Record<string, number>;
}
