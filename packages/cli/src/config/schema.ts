import { z } from 'zod';
import { augmentation } from './augmentation-schema.js';
import { ruleSchema } from './rule-schema.js';

const count = z.int().min(1);
const fraction = z.number().min(0).max(1);
const nonNegative = z.number().min(0);
const belowOne = z.number().min(0).lt(1);
const positive = z.number().gt(0);
const parameters = z.enum(['all', 'kernels']);

/** The name of a model, and the options of its family; see `ModelOptions` of `@gnp/models`. */
const model = z.strictObject({
  name: z.string(),
  dropout: belowOne.optional(),
  attentionDropout: belowOne.optional(),
  stochasticDepth: belowOne.optional(),
  patchSize: count.optional(),
  windowSize: count.optional(),
  widthMultiplier: positive.optional(),
  depthMultiplier: positive.optional(),
  zeroInitResidual: z.boolean().optional(),
  extraSkips: z.boolean().optional(),
  reference: z.boolean().optional(),
});

const dataset = z.strictObject({
  name: z.string(),
  /** Folder of the files, for data sets that are not shipped. */
  dir: z.string().optional(),
  augmentation: augmentation.default('none'),
  /** CIFAR-100: which of its two labels. */
  labels: z.enum(['fine', 'coarse']).optional(),
  /** Share of the training images to test on in place of the test images; 0 uses the test images. */
  validationFraction: belowOne.default(0),
  /** Trains on this many of the training images only. */
  trainImages: count.optional(),
});

const decay = { weightDecay: nonNegative, decayedParameters: parameters.default('all') };

const optimizer = z.discriminatedUnion('name', [
  z.strictObject({
    name: z.literal('sgd'),
    momentum: belowOne.default(0.9),
    nesterov: z.boolean().default(true),
    ...decay,
    weightDecay: nonNegative.default(0),
  }),
  z.strictObject({
    name: z.literal('adamw'),
    beta1: belowOne.default(0.9),
    beta2: belowOne.default(0.999),
    epsilon: nonNegative.default(1e-8),
    ...decay,
    weightDecay: nonNegative.default(0.01),
  }),
  z.strictObject({
    name: z.literal('rmsprop'),
    decay: belowOne.default(0.9),
    epsilon: nonNegative.default(1e-8),
    momentum: belowOne.default(0),
    nesterov: z.boolean().default(false),
    ...decay,
    weightDecay: nonNegative.default(0),
  }),
]);

const warmupEpochs = nonNegative.default(0);
const peak = { peak: positive, warmupEpochs };

const learningRate = z.discriminatedUnion('schedule', [
  z.strictObject({ schedule: z.literal('cosine'), ...peak, end: nonNegative.default(0) }),
  z.strictObject({ schedule: z.literal('constant'), ...peak }),
  z.strictObject({
    schedule: z.literal('piecewise'),
    ...peak,
    /** Epochs at which the rate is multiplied by `factor`. */
    epochs: z.array(positive),
    factor: positive.default(0.1),
  }),
  z.strictObject({
    schedule: z.literal('exponential'),
    ...peak,
    /** Share of the peak that is left at the end of the run. */
    remaining: positive.max(1).default(0.012),
  }),
]);

/* Every key that may be left out shows its default here. */
const parts = {
  /** What the recipe is for, in a line. */
  description: z.string().optional(),
  /** Modules to import first: files that define rules of one's own, by their paths. */
  imports: z.array(z.string()).optional(),
  model,
  dataset,
  epochs: count,
  batchSize: count,
  /** Computes each batch in so many parts, to fit it into memory; the perturbation is the batch's. */
  microBatches: count.default(1),
  optimizer,
  learningRate,
  /** Weight of each class in the training loss: numbers, or in inverse proportion to its images. */
  classWeights: z.union([z.literal('balanced'), z.array(positive)]).optional(),
  /** Coupled weight penalty ½·l2·Σθ², part of the loss in every pass. */
  l2: nonNegative.default(0),
  /** Which parameters `l2` is summed over. */
  l2Parameters: parameters.default('all'),
  /** Largest global norm of the gradient that reaches the optimizer; null: no limit. */
  gradientClipping: positive.nullable().default(null),
  /** Skips up to so many steps in a row whose loss or gradient is not finite, instead of stopping. */
  skipNonFinite: count.optional(),
  labelSmoothing: fraction.default(0),
  /** Leaves out a last batch that is smaller than the others. */
  dropRemainder: z.boolean().default(false),
  evaluateEveryEpochs: count.default(1),
  /** Training metrics are averaged over and logged every so many steps. */
  logEverySteps: count.default(10),
  /** A checkpoint is kept every so many epochs, besides the last one and the best. */
  checkpointEveryEpochs: count.default(10),
  seed: z.int().min(0).default(0),
  backend: z.string().default('auto'),
  /** How many threads compute. Default: what the backend takes by itself. */
  threads: count.optional(),
  /** bf16 needs the onednn backend; parameters, norms and losses stay f32. */
  precision: z.enum(['f32', 'bf16']).default('f32'),
};

/** Everything that a run depends on, with the rules that are defined now. */
export function configSchema() {
  return z.strictObject({ ...parts, rule: ruleSchema().default({ name: 'plain' }) });
}

/** A complete, valid configuration. */
export type Config = z.infer<ReturnType<typeof configSchema>>;
