import { globalNorm } from '@gnp/ops';
import type { ModelVariables } from '@gnp/models';
import type { TrainMetrics } from './metrics.js';
import type { StepNumbers, StepSettings, StepTaken } from './train-step.js';
import type { TrainingState } from './training-state.js';

/** A line of training metrics: means over the sums, and the last step's own numbers. */
export async function trainMetrics(
  { rule }: StepSettings,
  parameters: ModelVariables,
  { sums, step, epoch, elapsedMs }: TrainingState,
  { hyperparameters, learningRate, passes }: StepTaken,
  { skipped: _, metrics: __, loss: ___, penalty, updateNorm, ...measured }: StepNumbers,
): Promise<TrainMetrics> {
  const norm = globalNorm(Object.values(parameters));
  const [parameterNorm] = await norm.data();
  norm.dispose();
  return {
    split: 'train',
    step,
    epoch: epoch + 1,
    loss: sums.loss / sums.images,
    errorRate: sums.errors / sums.images,
    learningRate,
    parameterNorm,
    rule: { name: rule.name, ...hyperparameters },
    passes,
    weightPenalty: penalty,
    ...measured,
    skippedSteps: sums.skipped || undefined,
    updateNorm: updateNorm ?? NaN,
    imagesPerSecond: (1000 * sums.images) / sums.elapsedMs,
    stepTimeMs: sums.elapsedMs / sums.steps,
    dataTimeMs: sums.dataMs / sums.steps,
    elapsedMs,
  };
}
