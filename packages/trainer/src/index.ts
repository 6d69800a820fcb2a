export type { Batch, BatchSource } from './batch.js';
export { budget } from './budget.js';
export type { Callback, CallbackState, Ending, Run, StepReport } from './callback.js';
export type { Checkpoint, SavedState } from './checkpoint.js';
export { balancedWeights } from './class-weights.js';
export { CallbackError, TrainingDataError } from './errors.js';
export { evaluate } from './evaluate.js';
export type { Evaluation, EvaluationSettings, Predictions } from './evaluate.js';
export type { LogSums } from './log-sums.js';
export { crossEntropy } from './loss.js';
export type { CrossEntropyOptions, Loss } from './loss.js';
export type { MetricsLine, MetricsValue, TestMetrics, TrainMetrics } from './metrics.js';
export { normalizer } from './normalizer.js';
export type { Labels, Preprocess } from './on-device.js';
export { printEpochs } from './print-epochs.js';
export { assignVariables } from './resume.js';
export { stopEarly, stopEarlyOptions } from './stop-early.js';
export { tensorBatches } from './tensor-batches.js';
export type { TensorBatchesOptions, TensorExamples } from './tensor-batches.js';
export type { PlainTensor, TensorMap } from './tensor-map.js';
export { train } from './train.js';
export type { TrainingOptions, TrainingResult } from './train.js';
export { trainStep } from './train-step.js';
export type {
  StepNumbers,
  StepOptions,
  StepSettings,
  StepState,
  StepTaken,
  TrainStep,
} from './train-step.js';
export type { TrainingState } from './training-state.js';
export { averageIn, weightAverage, weightAverageOptions } from './weight-average.js';
export type { WeightAverage } from './weight-average.js';
export { l2 } from './weight-penalty.js';
export type { WeightPenalty } from './weight-penalty.js';
