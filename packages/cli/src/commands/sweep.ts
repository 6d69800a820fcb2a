import os from 'node:os';
import { join } from 'node:path';
import { joinRuns, renderComparison } from '@gnp/report';
import { writeFileAtomically } from '@gnp/trainer/node';
import { runList, runsOf } from '../sweep/run-list.js';
import type { SweepRun } from '../sweep/run-list.js';
import { runSweep } from '../sweep/run-sweep.js';
import { readSweepFile } from '../sweep/sweep-file.js';
import type { SweepFile } from '../sweep/sweep-file.js';
import { renderResults, resultsOf } from '../sweep/sweep-results.js';
import { trialsOf } from '../sweep/trials.js';
import type { Trial } from '../sweep/trials.js';
import { printListing } from '../terminal/listing.js';
import type { ListingFlags } from '../terminal/listing.js';
import { chosen } from '../terminal/name-pattern.js';
import { styleOf } from '../terminal/style.js';
import { setUp, UsageError } from '../usage-error.js';

const interrupts = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Flags of `gnp sweep`. */
export interface SweepFlags extends ListingFlags {
  readonly workingDir?: string;
  readonly jobs: string;
  readonly trial?: string;
  readonly list?: boolean;
  readonly table?: boolean;
}

/**
 * `gnp sweep FILE [PATTERN]`: trains every run of a sweep, or of the trials that match, that is not done, each in a process
 * and a run folder of its own, and prints one table.
 *
 * @returns the exit status: 0, 1 if a run failed, 128 and the number of the signal that interrupted it
 */
export async function sweepCommand(
  file: string,
  pattern: string | undefined,
  flags: SweepFlags,
): Promise<number> {
  const jobs = wholeNumber('jobs', flags.jobs, 1);
  const sweep = readSweepFile(file);
  const trials = await trialsOf(sweep);
  const named = chosen(pattern, trials, 'trial');
  const dir = flags.workingDir ?? `runs/${sweep.name}`;
  const wanted = flags.trial === undefined ? named : [trialAt(trials, flags.trial, pattern)];
  // what is there already must be of these trials before anything is run
  const before = await setUp(() => runsOf(dir, trials));
  const isNamed = ({ trial }: SweepRun) => named.includes(trial);
  if (flags.list) {
    printListing(runList(before.filter(isNamed)), flags);
    return 0;
  }
  const status = flags.table ? 0 : await train(wanted, { dir, jobs, sweep, quiet: flags.quiet });
  if (status > 1) return status;
  const runs = await runsOf(dir, trials);
  await record(dir, sweep.name, runs);
  const results = resultsOf(runs.filter(isNamed));
  const isDone = ({ trial, state }: SweepRun) => wanted.includes(trial) && state.stage === 'done';
  printListing(
    {
      text: () => [renderResults(results, styleOf(process.stdout))],
      json: () => results,
      quiet: () => runs.filter(isDone).map(({ run }) => run),
    },
    flags,
  );
  return status;
}

interface TrainOptions {
  readonly dir: string;
  readonly jobs: number;
  readonly sweep: SweepFile;
  /** Tells of what fails alone. */
  readonly quiet: boolean | undefined;
}

/** Trains to the end or to an interrupt, and gives the exit status. */
async function train(
  trials: readonly Trial[],
  { dir, jobs, sweep, quiet }: TrainOptions,
): Promise<number> {
  const stop = new AbortController();
  let status = 0;
  const interrupt = (signal: NodeJS.Signals) => {
    status ||= 128 + os.constants.signals[signal];
    stop.abort();
  };
  for (const signal of interrupts) process.on(signal, interrupt);
  const warn = (line: string) => console.error(line);
  const tell = quiet ? () => undefined : warn;
  const options = { dir, recipe: sweep.recipe, jobs, signal: stop.signal, tell, warn };
  const failed = await runSweep(trials, options).finally(() => {
    for (const signal of interrupts) process.off(signal, interrupt);
  });
  if (stop.signal.aborted) {
    console.error(`Interrupted: the same command goes on.`);
    return status;
  }
  if (failed === 0) return 0;
  console.error(
    `${failed} of ${trials.length} runs ended early; what they printed is in ${join(dir, 'logs')}.`,
  );
  return 1;
}

/** Leaves the table and a chart of what is done beside the runs. */
async function record(dir: string, title: string, runs: readonly SweepRun[]): Promise<void> {
  const logged = runs.flatMap(({ state }) => (state.stage === 'done' && state.logged) || []);
  if (logged.length === 0) return;
  const results = JSON.stringify(resultsOf(runs), null, 2);
  await writeFileAtomically(join(dir, 'results.json'), `${results}\n`);
  const chart = await renderComparison(joinRuns(logged).runs, { title });
  await writeFileAtomically(join(dir, 'comparison.svg'), chart);
}

function trialAt(trials: readonly Trial[], text: string, pattern: string | undefined): Trial {
  if (pattern !== undefined) {
    throw new UsageError(`--trial names one run: leave '${pattern}' out, or --trial.`);
  }
  const index = wholeNumber('trial', text, 0);
  if (index < trials.length) return trials[index];
  throw new UsageError(
    `--trial is ${index}; the sweep has ${trials.length} runs, from 0 to ${trials.length - 1}.`,
  );
}

function wholeNumber(flag: string, text: string, least: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= least && text.trim() !== '') return value;
  throw new UsageError(`--${flag} is '${text}'; expected a whole number from ${least} on.`);
}
