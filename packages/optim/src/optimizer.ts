import { number } from '@gnp/options';
import type { Defined, Options } from '@gnp/options';
import type { GradientTransform } from './gradient-transform.js';

/** What tables, schemas and help texts say of an optimizer. */
export interface OptimizerAbout {
  /** By which recipes know it. */
  readonly name: string;
  readonly title: string;
  /** Authors, where it appeared, and its arXiv number. */
  readonly paper: string;
  readonly options: Options;
}

/** Makes an optimizer of options; what it is stands beside, as data. */
export type OptimizerFactory = Defined<OptimizerAbout, GradientTransform>;

/** The step size, which every optimizer needs; in recipes it has a section of its own. */
export const learningRate = number('step size');
