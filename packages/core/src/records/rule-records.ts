import { adaptiveSamRecord } from '../rules/adaptive-sam.js';
import { asamRecord } from '../rules/asam.js';
import { backwardDifferenceRecord } from '../rules/backward-difference.js';
import { centralDifferenceRecord } from '../rules/central-difference.js';
import { curvatureSamRecord } from '../rules/curvature-sam.js';
import { doubleBackpropRecord } from '../rules/double-backprop.js';
import { floodingRecord } from '../rules/flooding.js';
import { forwardDifferenceRecord } from '../rules/forward-difference.js';
import { friendlySamRecord } from '../rules/friendly-sam.js';
import { gamRecord } from '../rules/gam.js';
import { gnpRecord } from '../rules/gnp.js';
import { gsamRecord } from '../rules/gsam.js';
import { iFloodingRecord } from '../rules/i-flooding.js';
import { lookSamRecord } from '../rules/look-sam.js';
import { momentumSamRecord } from '../rules/momentum-sam.js';
import { plainRecord } from '../rules/plain.js';
import { samRecord } from '../rules/sam.js';
import { sparseSamRecord } from '../rules/sparse-sam.js';
import { unnormalizedSamRecord } from '../rules/unnormalized-sam.js';
import { wsamRecord } from '../rules/wsam.js';
import type { RuleRecord } from './rule-record.js';

/** All rules, in the order in which tables list them. */
export const ruleRecords: readonly RuleRecord[] = [
  plainRecord,
  gnpRecord,
  samRecord,
  unnormalizedSamRecord,
  forwardDifferenceRecord,
  backwardDifferenceRecord,
  centralDifferenceRecord,
  doubleBackpropRecord,
  floodingRecord,
  iFloodingRecord,
  asamRecord,
  gsamRecord,
  lookSamRecord,
  wsamRecord,
  friendlySamRecord,
  sparseSamRecord,
  momentumSamRecord,
  adaptiveSamRecord,
  curvatureSamRecord,
  gamRecord,
];
