import { choice, constant, count, flag, mask, names, share, text } from '@gnp/options';

/** The settings of a run besides its model, data, optimizer, learning rate and rule. */
export const settings = {
  description: text('what the recipe is for, in a line', { optional: true }),
  imports: names('files to import first, which define rules or models of your own', {
    optional: true,
  }),
  epochs: count('how often the training images are gone through', { optional: true }),
  steps: count('in place of `epochs`: how many optimizer steps; the last epoch may end early', {
    optional: true,
  }),
  images: count(
    'in place of `epochs`: how many training images, in whole batches; the last epoch may end early',
    { optional: true },
  ),
  batchSize: count('images of an optimizer step'),
  dropRemainder: flag('leaves out a last batch that is smaller than the others', {
    default: false,
  }),
  l2: constant('weight of the coupled penalty ½·l2·Σθ², part of the loss in every pass', {
    default: 0,
  }),
  l2Mask: mask('which parameters `l2` is summed over', { default: 'all' }),
  gradientClipping: constant(
    'largest global norm of the gradient that reaches the optimizer; default: no limit',
    { above: 0, optional: true },
  ),
  skipNonFinite: count(
    'skips up to so many steps in a row whose loss or gradient is not finite; default: stops',
    { optional: true },
  ),
  labelSmoothing: constant('part of each label that is spread evenly over all classes', {
    least: 0,
    most: 1,
    default: 0,
  }),
  evaluateEveryEpochs: count('how often the model is tested', { default: 1 }),
  logEverySteps: count('over how many steps training metrics are averaged, and logged', {
    default: 10,
  }),
  checkpointEveryEpochs: count(
    'how often a checkpoint is kept, besides the last one and that of the best epoch',
    { default: 10 },
  ),
  checkpointEveryMinutes: constant(
    'minutes after which a checkpoint is saved besides; default: by epochs only',
    { above: 0, optional: true },
  ),
  histogramsEverySteps: count(
    "how often TensorBoard gets histograms of the gradient and of the optimizer's state; default: never",
    { optional: true },
  ),
  stepBudget: count(
    'ends the run, as done, after so many optimizer steps; schedules stay as long as they are',
    { optional: true },
  ),
  seed: count('seed of everything random', { least: 0, default: 0 }),
  initFrom: text(
    'run folder or checkpoint whose weights the model begins with, but for a last layer of other classes; `--init-from`',
    { optional: true },
  ),
  backend: text('what computes: `auto`, or a name from `gnp doctor`', { default: 'auto' }),
  threads: count("how many threads compute; default: the backend's own number", {
    optional: true,
  }),
  grain: choice(
    'how finely onednn splits work over threads; `adaptive` goes by what else the machine does',
    ['fine', 'medium', 'coarse', 'adaptive'],
    { default: 'medium' },
  ),
  precision: choice(
    '`bf16` needs the onednn backend; parameters, norms and losses stay f32',
    ['f32', 'bf16'],
    { default: 'f32' },
  ),
};

/** Seeds of parts of a run; each is `seed` by default. */
export const seedSettings = {
  data: count('of held-back images, wrong labels, order and augmentation', {
    least: 0,
    optional: true,
  }),
  model: count('of initial values', { least: 0, optional: true }),
  steps: count('of what is random within steps, as dropout', { least: 0, optional: true }),
};

/** The settings of every data set, besides its own options and `augmentation`. */
export const datasetSettings = {
  validationFraction: share(
    'part of the training images to test on in place of the test images; 0: the test images',
    { default: 0 },
  ),
  labelNoise: constant('part of the training labels that is replaced by wrong ones', {
    ...{ least: 0, most: 1, default: 0 },
  }),
  labelNoiseKind: choice(
    'symmetric: by any other class; pairs: by the next one',
    ['symmetric', 'pairs'],
    { default: 'symmetric' },
  ),
  sampling: choice(
    'all: each training image once an epoch; balanced: random draws, as many of every class',
    ['all', 'balanced'],
    { default: 'all' },
  ),
  trainImages: count('trains on that many of the training images only; default: all', {
    optional: true,
  }),
  workers: count(
    'threads that read and augment images while the network computes; default: none for images in memory, else half of the processors',
    { least: 0, optional: true },
  ),
};
