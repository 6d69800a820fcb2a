import { heldNum, heldVector } from '../algebra/expression.js';
import type { Gradient, Request } from '../contract/request.js';
import type { Rule } from '../contract/rule.js';
import { foldIn, randomStream } from '@gnp/random';
import { memoryOf } from './memory.js';
import { shareOut } from './micro-batches.js';
import type { BatchPart, MicroBatches } from './micro-batches.js';

/** How many plain passes it costs to differentiate a gradient: 9 matrix products a layer for 3. */
export const curvatureCost = 3;

/** What a step of a rule costs. */
export interface Cost {
  /** Forward and backward passes; plain training takes 1. */
  readonly passes: number;
  /** False where the rule decides by numbers that only the step itself knows: it takes that or more. */
  readonly exact: boolean;
  /** What kinds of things the rule asked for. */
  readonly asks: ReadonlySet<Request['ask']>;
}

/** Settings of {@link costOf}. */
export interface CostSettings {
  /** The optimizer step, 0-based. Default 0. */
  readonly step?: number;
  /** The seed of the step. Default: the step. */
  readonly seed?: number;
  /** As in `computeGradient`. Default 1. */
  readonly microBatches?: MicroBatches;
}

/** Counts the passes that a step of a rule takes, by driving it with answers that hold no numbers. */
export function costOf(
  rule: Rule,
  { step = 0, seed = step, microBatches = 1 }: CostSettings = {},
): Cost {
  const [whole] = shareOut(microBatches, 1);
  let parts: readonly BatchPart[] = [];
  let calls = 0;
  const passes = () => calls / whole.microBatches.length;
  const count = (cost: number, part: number | undefined): Gradient => {
    const batch = part === undefined ? whole : parts[part];
    const again = cost > 1 && batch.microBatches.length > 1 ? 1 : 0;
    calls += (cost + again) * batch.microBatches.length;
    return { kind: 'held', label: 'a gradient', loss: heldNum('a loss') };
  };
  const answer = (request: Exclude<Request, { ask: 'read' }>): unknown => {
    switch (request.ask) {
      case 'gradient': {
        const data = count(1, request.part);
        return request.apart ? { data, penalty: heldVector('a penalty') } : data;
      }
      case 'curvature':
        return { g: count(curvatureCost, request.part), slope: heldVector('a slope') };
      case 'draw':
        return randomStream(foldIn(seed, request.purpose)).uniform();
      case 'parts':
        return (parts = shareOut(microBatches, request.count));
    }
  };
  const turn = { step, turn: step, memory: memoryOf(rule.memory), perturbs: [] };
  const course = rule.run(turn);
  const asks = new Set<Request['ask']>();
  try {
    let next = course.next();
    while (!next.done) {
      asks.add(next.value.ask);
      if (next.value.ask === 'read') return { passes: passes(), exact: false, asks };
      next = course.next(answer(next.value));
    }
    return { passes: passes(), exact: true, asks };
  } finally {
    course.return(undefined as never);
  }
}
