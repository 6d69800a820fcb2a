/** What every model needs to know of its task, and what some let be set. */
export interface ModelOptions {
  /** Number of classes, at least 2. Default 10. */
  readonly classes?: number;
  /** Height and width of the images in pixels, or one number for both. Default: the model's own. */
  readonly imageSize?: number | readonly [height: number, width: number];
  /** Channels of the images. Default 3. */
  readonly channels?: number;
  /** Seed of the initial weights. Default 0. */
  readonly seed?: number;
  /**
   * Whether what is drawn at random begins at 0 instead, which takes no time: to look at a model, or to
   * load weights into it. Default false.
   */
  readonly blank?: boolean;
  /** Share of elements dropped in training, 0 ≤ p < 1. */
  readonly dropout?: number;
  /** Share of attention probabilities dropped in training, 0 ≤ p < 1. */
  readonly attentionDropout?: number;
  /** Largest share of images that skip a block in training, 0 ≤ p < 1; it grows linearly with depth. */
  readonly stochasticDepth?: number;
  /** Side of a patch in pixels. */
  readonly patchSize?: number;
  /** Side of an attention window in patches. */
  readonly windowSize?: number;
  /** Multiplies the channels, > 0. Default 1. */
  readonly widthMultiplier?: number;
  /** Multiplies the blocks of each stage, > 0; at least one is left. Default 1. */
  readonly depthMultiplier?: number;
  /** Whether residual blocks begin as the identity: the scale of their last norm starts at 0. Default false. */
  readonly zeroInitResidual?: boolean;
  /** Whether each stage's input, and the images, are added to what follows. Default false. */
  readonly extraSkips?: boolean;
  /**
   * Whether the stem or patch follows from the number of classes, as in the papers' code, in place of
   * the size of the images: 1,000 classes get the large one. Default false.
   */
  readonly reference?: boolean;
}

/** Options that only some families have. */
export type FamilyOption = Exclude<
  keyof ModelOptions,
  'classes' | 'imageSize' | 'channels' | 'seed' | 'blank'
>;

/** {@link ModelOptions} with the defaults of the task filled in. */
export interface ResolvedModelOptions extends Pick<ModelOptions, FamilyOption> {
  readonly classes: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly seed: number;
  readonly blank?: boolean;
}

/** Images of at least this many pixels a side get the stem or the patches of ImageNet. */
export const largeImage = 96;

/** Whether a model's stem or patches are those for large images. */
export function isLarge({ height, width, classes, reference }: ResolvedModelOptions): boolean {
  return reference ? classes === 1000 : Math.min(height, width) >= largeImage;
}

/**
 * Fills in defaults and refuses impossible values.
 *
 * @param model what the model is called, for errors
 * @param known the family's own options
 * @throws RangeError if a value is impossible, or the family does not have the option
 */
export function resolveModelOptions(
  { classes = 10, imageSize, channels = 3, seed = 0, blank = false, ...options }: ModelOptions,
  defaultImageSize: number,
  model = 'the model',
  known: readonly FamilyOption[] = Object.keys(options) as FamilyOption[],
): ResolvedModelOptions {
  const size = imageSize ?? defaultImageSize;
  const [height, width] = typeof size === 'number' ? [size, size] : size;
  const task = { classes, height, width, channels, seed };
  const least = { classes: 2, height: 1, width: 1, channels: 1, seed: 0 };
  for (const [name, min] of Object.entries(least)) {
    checkWhole(name, task[name as keyof typeof task], min);
  }
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined) continue;
    if (!known.includes(name as FamilyOption)) {
      const has = known.length > 0 ? `it has ${known.join(', ')}` : 'it has none of its own';
      throw new RangeError(`${model} has no option '${name}'; ${has}.`);
    }
    checkOption(name as FamilyOption, value);
  }
  return { ...task, blank, ...options };
}

function checkOption(name: FamilyOption, value: number | boolean): void {
  switch (name) {
    case 'dropout':
    case 'attentionDropout':
    case 'stochasticDepth':
      if (typeof value === 'number' && value >= 0 && value < 1) return;
      throw new RangeError(`${name} must be at least 0 and below 1, got ${value}.`);
    case 'patchSize':
    case 'windowSize':
      return checkWhole(name, value, 1);
    case 'widthMultiplier':
    case 'depthMultiplier':
      if (typeof value === 'number' && value > 0 && Number.isFinite(value)) return;
      throw new RangeError(`${name} must be a number above 0, got ${value}.`);
    default:
      if (typeof value === 'boolean') return;
      throw new RangeError(`${name} must be true or false, got ${value}.`);
  }
}

function checkWhole(name: string, value: number | boolean, min: number): void {
  if (typeof value === 'number' && Number.isInteger(value) && value >= min) return;
  throw new RangeError(`${name} must be a whole number of at least ${min}, got ${value}.`);
}
