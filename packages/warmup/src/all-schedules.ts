import type { Defined, Options } from '@gnp/options';
import type { Schedule } from './schedule.js';
import { warmupConstant } from './warmup-constant.js';
import { warmupCosine } from './warmup-cosine.js';
import { warmupExponential } from './warmup-exponential.js';
import { warmupPiecewise } from './warmup-piecewise.js';

/** What tables, schemas and help texts say of a schedule of the learning rate. */
export interface ScheduleAbout {
  /** By which recipes know it. */
  readonly name: string;
  readonly title: string;
  /** Authors, where it appeared, and its arXiv number. */
  readonly paper?: string;
  readonly options: Options;
}

/** Makes a schedule of options; what it is stands beside, as data. */
export type ScheduleFactory = Defined<ScheduleAbout, Schedule>;

/** The schedules of the learning rate that recipes know, in the order in which tables list them. */
export const allSchedules: readonly ScheduleFactory[] = [
  warmupCosine,
  warmupConstant,
  warmupPiecewise,
  warmupExponential,
] as unknown as readonly ScheduleFactory[];
