import type { Given } from '@gnp/options';
import type * as allFamilies from './families/all-families.js';
import type { TaskOptions } from './task-options.js';

type Families = typeof allFamilies;

/** The names of the models of this package. */
export type ModelName = { [F in keyof Families]: keyof Families[F] }[keyof Families];

type EntryOf<Name> = {
  [F in keyof Families]: Name extends keyof Families[F] ? Families[F][Name] : never;
}[keyof Families];

/**
 * Options of a model: those of its task and, by its name, those of its family. Of a model of one's own
 * they are known when the program runs.
 */
export type ModelOptions<Name extends string = string> = TaskOptions &
  (Name extends ModelName ? Given<EntryOf<Name>['options']> : Readonly<Record<string, unknown>>);
