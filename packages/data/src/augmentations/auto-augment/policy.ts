import type { OperationName } from './operations.js';

/** An operation, how likely it is, and its level from 0 to 10. */
type Step = readonly [name: OperationName, probability: number, level: number];

/** Pairs of operations, of which one is drawn for each image. */
export type Policy = readonly (readonly [Step, Step])[];
