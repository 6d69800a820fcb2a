import { allSchedules } from '@gnp/warmup';
import type { Schedule } from '@gnp/warmup';
import { inSteps } from '../config/in-steps.js';
import type { Config } from '../config/schema.js';

/** The learning rate of a run as a schedule of its optimizer steps, where recipes speak of epochs. */
export function learningRateSchedule(
  { schedule: name, ...given }: Config['learningRate'],
  epochs: number,
  stepsPerEpoch: number,
): Schedule {
  const schedule = allSchedules.find((one) => one.name === name)!;
  return schedule(inSteps(schedule.options, { ...given, totalEpochs: epochs }, stepsPerEpoch));
}
