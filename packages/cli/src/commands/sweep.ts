import os from 'node:os';
import { join } from 'node:path';
import { joinRuns, renderComparison } from '@gnp/report';
import { writeFileAtomically } from '@gnp/trainer/node';
import { runSweep } from '../sweep/run-sweep.js';
import { readSweepFile } from '../sweep/sweep-file.js';
import { renderResults, resultsOf } from '../sweep/sweep-results.js';
import { stateOfTrial } from '../sweep/trial-state.js';
import type { TrialState } from '../sweep/trial-state.js';
import { trialsOf } from '../sweep/trials.js';
import type { Trial } from '../sweep/trials.js';
import { styleOf } from '../terminal/style.js';
import { renderTable } from '../terminal/table.js';
import { setUp, UsageError } from '../usage-error.js';

const interrupts = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Flags of `gnp sweep`. */
export interface SweepFlags {
  readonly workingDir?: string;
  readonly jobs: string;
  readonly trial?: string;
  readonly list?: boolean;
  readonly table?: boolean;
  readonly json?: boolean;
}

/**
 * `gnp sweep FILE`: trains every run of a sweep that is not done, each in a process and a run folder of its own, and
 * prints one table.
 *
 * @returns the exit status: 0, 1 if a run failed, 128 and the number of the signal that interrupted it
 */
export async function sweepCommand(file: string, flags: SweepFlags): Promise<number> {
  const jobs = wholeNumber('jobs', flags.jobs, 1);
  const sweep = readSweepFile(file);
  const trials = await trialsOf(sweep);
  const dir = flags.workingDir ?? `runs/${sweep.name}`;
  const chosen = flags.trial === undefined ? trials : [trialAt(trials, flags.trial)];
  // what is there already must be of these trials before anything is run
  const before = await setUp(() => statesOf(dir, trials));
  if (flags.list) {
    const rows = before.map(({ trial, state }, i) => [
      ...[String(i), trial.name, `seed ${trial.seed}`, state.stage],
    ]);
    console.log(renderTable(rows));
    return 0;
  }
  let status = 0;
  if (!flags.table) {
    const stop = new AbortController();
    const interrupt = (signal: NodeJS.Signals) => {
      status ||= 128 + os.constants.signals[signal];
      stop.abort();
    };
    for (const signal of interrupts) process.on(signal, interrupt);
    const tell = (line: string) => console.error(line);
    const options = { dir, recipe: sweep.recipe, jobs, signal: stop.signal, tell };
    const failed = await runSweep(chosen, options).finally(() => {
      for (const signal of interrupts) process.off(signal, interrupt);
    });
    if (stop.signal.aborted) {
      console.error(`Interrupted: the same command goes on.`);
      return status;
    }
    if (failed > 0) {
      status = 1;
      console.error(
        `${failed} of ${chosen.length} runs ended early; what they printed is in ${join(dir, 'logs')}.`,
      );
    }
  }
  const runs = await statesOf(dir, trials);
  const results = resultsOf(runs);
  await record(dir, sweep.name, runs, results);
  console.log(
    flags.json ? JSON.stringify(results) : renderResults(results, styleOf(process.stdout)),
  );
  return status;
}

/** Leaves the table and a chart of what is done beside the runs. */
async function record(
  dir: string,
  title: string,
  runs: Awaited<ReturnType<typeof statesOf>>,
  results: object,
): Promise<void> {
  const logged = runs.flatMap(({ state }) => (state.stage === 'done' && state.logged) || []);
  if (logged.length === 0) return;
  await writeFileAtomically(join(dir, 'results.json'), `${JSON.stringify(results, null, 2)}\n`);
  const chart = await renderComparison(joinRuns(logged).runs, { title });
  await writeFileAtomically(join(dir, 'comparison.svg'), chart);
}

async function statesOf(dir: string, trials: readonly Trial[]) {
  const states: { readonly trial: Trial; readonly state: TrialState }[] = [];
  for (const trial of trials) states.push({ trial, state: await stateOfTrial(dir, trial) });
  return states;
}

function trialAt(trials: readonly Trial[], text: string): Trial {
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
