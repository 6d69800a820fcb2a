import { avgPool, pad, serialization, slice, tidy } from '@tensorflow/tfjs-core';
import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import { layers } from '@tensorflow/tfjs-layers';
import { onlyInput } from './call-arguments.js';

/** Options of {@link ShiftedSubsample}. */
export interface ShiftedSubsampleOptions extends NonNullable<
  ConstructorParameters<typeof layers.Layer>[0]
> {
  /** Takes every so many pixels along both axes. */
  stride: number;
  /** By how many pixels the image is moved right and down first; zeros come in. Default 0. */
  shift?: number;
}

/** Takes pixels of images [N, H, W, C] at a stride, of the image itself or moved right and down. */
export class ShiftedSubsample extends layers.Layer {
  static readonly className = 'GnpShiftedSubsample';
  readonly #stride: number;
  readonly #shift: number;

  /** See {@link ShiftedSubsampleOptions}. */
  constructor(options: ShiftedSubsampleOptions) {
    super(options);
    this.#stride = options.stride;
    this.#shift = options.shift ?? 0;
  }

  /** Takes images [N, H, W, C]. */
  override call(inputs: Tensor | Tensor[]): Tensor {
    return tidy(() => {
      let x = onlyInput(inputs, 'ShiftedSubsample') as Tensor4D;
      const [, height, width] = x.shape;
      const shift = this.#shift;
      if (shift > 0) {
        const moved = pad<Tensor4D>(x, [
          [0, 0],
          [shift, 0],
          [shift, 0],
          [0, 0],
        ]);
        x = slice(moved, [0, 0, 0, 0], [-1, height, width, -1]);
      }
      // a pool of one pixel is a subsample, and has gradients
      return this.#stride === 1 ? x.clone() : avgPool(x, 1, this.#stride, 'valid');
    });
  }

  /** [N, ⌈H / stride⌉, ⌈W / stride⌉, C] */
  override computeOutputShape([batch, height, width, channels]: (number | null)[]): (
    number | null
  )[] {
    const after = (size: number | null) => size && Math.ceil(size / this.#stride);
    return [batch, after(height), after(width), channels];
  }

  /** The options, for saving. */
  override getConfig(): serialization.ConfigDict {
    return { ...super.getConfig(), stride: this.#stride, shift: this.#shift };
  }
}
serialization.registerClass(ShiftedSubsample);
