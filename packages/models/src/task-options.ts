import { checkCount, code, count, flag, resolveOptions } from '@gnp/options';
import type { Given, Options, Resolved } from '@gnp/options';

/** The options that every model has, of the task that it is for. */
export const taskOptions = {
  classes: count('number of classes', { least: 2, default: 10 }),
  imageSize: code<number | readonly [height: number, width: number]>(
    'height and width of the images in pixels, or one number for both',
    { optional: true, check: (_, size) => void sidesOf(size as number) },
  ),
  channels: count('channels of the images', { default: 3 }),
  seed: count('seed of the initial weights', { least: 0, default: 0 }),
  blank: flag(
    'leaves at 0 what would be drawn, which takes no time: to look at a model, or to load weights into it',
    { default: false },
  ),
};

/**
 * Options of every model: `classes` (10), `imageSize` (the model's own), `channels` (3), `seed` (0) and
 * `blank` (false).
 */
export type TaskOptions = Given<typeof taskOptions>;

/** What a model is built for: {@link TaskOptions} with their defaults. */
export interface Task {
  readonly classes: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly seed: number;
  readonly blank: boolean;
}

/** What a model is built of: its task, and the options of its family with their defaults. */
export type BuildOptions<O extends Options> = Task & Resolved<O>;

/**
 * Checks what a caller gave and fills in the defaults.
 *
 * @param model what the model is called, for errors
 * @param options those of its family
 * @param imageSize of the model, where none is given
 * @throws RangeError if an option is unknown or out of bounds
 * @throws TypeError if one is of another type
 */
export function resolveModelOptions<O extends Options>(
  model: string,
  options: O,
  imageSize: number,
  given: TaskOptions & Given<O>,
): BuildOptions<O> {
  const known: Options = { ...options, ...taskOptions };
  const resolved = resolveOptions(model, known, given) as Resolved<O & typeof taskOptions>;
  const { imageSize: size = imageSize, ...others } = resolved as Resolved<typeof taskOptions>;
  const [height, width] = sidesOf(size);
  return { ...others, height, width } as BuildOptions<O>;
}

function sidesOf(size: number | readonly [height: number, width: number]): [number, number] {
  const [height, width] = typeof size === 'object' ? size : [size, size];
  return [checkCount('height', height), checkCount('width', width)];
}
