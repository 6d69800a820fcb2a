import { pad, serialization, tidy } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { layers } from '@tensorflow/tfjs-layers';
import { onlyInput } from './call-arguments.js';

/** Options of {@link PadChannels}. */
export interface PadChannelsOptions extends NonNullable<
  ConstructorParameters<typeof layers.Layer>[0]
> {
  /** Channels of the result. */
  channels: number;
}

/** Appends channels of zeros to images [B, H, W, C]: a shortcut without parameters. */
export class PadChannels extends layers.Layer {
  static readonly className = 'GnpPadChannels';
  readonly #channels: number;

  /** See {@link PadChannelsOptions}. */
  constructor(options: PadChannelsOptions) {
    super(options);
    this.#channels = options.channels;
  }

  /** Takes images with at most as many channels. */
  override call(inputs: Tensor | Tensor[]): Tensor {
    return tidy(() => {
      const x = onlyInput(inputs, 'PadChannels');
      const missing = this.#channels - (x.shape[3] as number);
      if (missing < 0) {
        throw new Error(`PadChannels cannot bring ${x.shape[3]} channels to ${this.#channels}.`);
      }
      return pad(x, [
        [0, 0],
        [0, 0],
        [0, 0],
        [0, missing],
      ]);
    });
  }

  /** [B, H, W, channels] */
  override computeOutputShape(inputShape: (number | null)[]): (number | null)[] {
    const [batch, height, width] = inputShape;
    return [batch, height, width, this.#channels];
  }

  /** The options, for saving. */
  override getConfig(): serialization.ConfigDict {
    return { ...super.getConfig(), channels: this.#channels };
  }
}
serialization.registerClass(PadChannels);
