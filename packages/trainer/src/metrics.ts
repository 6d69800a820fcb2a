/** What every line of metrics has. */
interface MetricsBase {
  /** Optimizer steps done. */
  step: number;
  /** Epochs done, counting the one in progress: the first is 1. */
  epoch: number;
  /** Mean loss at the unperturbed parameters, without the weight penalty. */
  loss: number;
  /** Fraction of images classified wrongly, from 0 to 1. */
  errorRate: number;
  /** Milliseconds of the run so far, all sittings together. */
  elapsedMs?: number;
  /** Whatever else is worth plotting, such as a rule's own diagnostics. */
  [name: string]: MetricsValue;
}

/** What a line of metrics may hold: numbers, words, and groups of them. */
export type MetricsValue = number | string | undefined | Readonly<Record<string, number | string>>;

/** One training step, or the mean over the steps since the line before. */
export interface TrainMetrics extends MetricsBase {
  split: 'train';
  /** Where the optimizer has one. */
  learningRate?: number;
  /** The rule's name, and its own numbers at the step by their names. */
  rule: { readonly name: string; readonly [option: string]: number | string };
  /** Forward and backward passes of the step, in those of plain training. */
  passes: number;
  /** What the weight penalty adds to the loss, where there is one. */
  weightPenalty?: number | undefined;
  /** Euclidean norm of the gradient at the parameters. */
  gradientNorm: number;
  /** Euclidean norm of the gradient at the perturbed parameters, where the rule has one. */
  perturbedGradientNorm?: number;
  /** Loss at the perturbed parameters, where the rule has one; without the weight penalty, as `loss`. */
  perturbedLoss?: number;
  /** Euclidean norm of the change of the parameters. */
  updateNorm: number;
  /** Euclidean norm of the parameters. */
  parameterNorm: number;
  /** Images a second, waiting for data included. */
  imagesPerSecond: number;
  /** Milliseconds of a step, waiting for data included. */
  stepTimeMs: number;
  /** Of these, milliseconds of waiting for data. */
  dataTimeMs: number;
}

/** One evaluation of the test images. */
export interface TestMetrics extends MetricsBase {
  split: 'test';
  /** What the images were, where not the test images, as `validation`. */
  testedOn?: string | undefined;
  /** Fraction of images whose class is not among the five that the model holds likeliest, of more than 5 classes. */
  top5ErrorRate?: number;
  /** `loss`, `errorRate` and `top5ErrorRate` of the average of the weights, where there is one. */
  averaged?: Readonly<Record<string, number>>;
  /** Milliseconds of the test, averaged weights included. */
  testTimeMs?: number;
  /**
   * Milliseconds since the test before, or since this sitting began, that went neither into steps nor into tests: into
   * callbacks, such as logs and checkpoints.
   */
  otherTimeMs?: number;
  /** Of these, milliseconds of saving checkpoints, where `saveCheckpoints` does it. */
  checkpointTimeMs?: number;
}

/** One line of metrics. */
export type MetricsLine = TrainMetrics | TestMetrics;
