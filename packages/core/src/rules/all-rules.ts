import type { RuleFactory } from '../contract/define-rule.js';
import { adaptiveSam } from './adaptive-sam.js';
import { asam } from './asam.js';
import { backwardDifference } from './backward-difference.js';
import { centralDifference } from './central-difference.js';
import { curvatureSam } from './curvature-sam.js';
import { doubleBackprop } from './double-backprop.js';
import { flooding } from './flooding.js';
import { forwardDifference } from './forward-difference.js';
import { friendlySam } from './friendly-sam.js';
import { gam } from './gam.js';
import { gnp } from './gnp.js';
import { gsam } from './gsam.js';
import { iFlooding } from './i-flooding.js';
import { lookSam } from './look-sam.js';
import { momentumSam } from './momentum-sam.js';
import { plain } from './plain.js';
import { sam } from './sam.js';
import { sparseSam } from './sparse-sam.js';
import { unnormalizedSam } from './unnormalized-sam.js';
import { wsam } from './wsam.js';

/** All rules of this package, in the order in which tables list them. */
export const allRules: readonly RuleFactory[] = [
  plain,
  gnp,
  sam,
  unnormalizedSam,
  forwardDifference,
  backwardDifference,
  centralDifference,
  doubleBackprop,
  flooding,
  iFlooding,
  asam,
  gsam,
  lookSam,
  wsam,
  friendlySam,
  sparseSam,
  momentumSam,
  adaptiveSam,
  curvatureSam,
  gam,
] as unknown as readonly RuleFactory[];
