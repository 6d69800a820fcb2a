/** What every model needs to know of its task. */
export interface ModelOptions {
  /** Number of classes, at least 2. Default 10. */
  readonly classes?: number;
  /** Height and width of the images in pixels, or one number for both. Default: the model's own. */
  readonly imageSize?: number | readonly [height: number, width: number];
  /** Channels of the images. Default 3. */
  readonly channels?: number;
  /** Seed of the initial weights. Default 0. */
  readonly seed?: number;
}

/** {@link ModelOptions} with every default filled in. */
export interface ResolvedModelOptions {
  readonly classes: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly seed: number;
}

/**
 * Fills in defaults and refuses impossible numbers.
 *
 * @throws RangeError if a number is not a whole number in its range
 */
export function resolveModelOptions(
  { classes = 10, imageSize, channels = 3, seed = 0 }: ModelOptions,
  defaultImageSize: number,
): ResolvedModelOptions {
  const size = imageSize ?? defaultImageSize;
  const [height, width] = typeof size === 'number' ? [size, size] : size;
  const least = { classes: 2, height: 1, width: 1, channels: 1, seed: 0 };
  const resolved = { classes, height, width, channels, seed };
  for (const [name, min] of Object.entries(least)) {
    const value = resolved[name as keyof typeof resolved];
    if (!Number.isInteger(value) || value < min) {
      throw new RangeError(`${name} must be a whole number of at least ${min}, got ${value}.`);
    }
  }
  return resolved;
}
