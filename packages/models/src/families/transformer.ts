import { initializers, input, layers, model } from '@tensorflow/tfjs-layers';
import type { LayersModel, SymbolicTensor } from '@tensorflow/tfjs-layers';
import { foldIn } from '@gnp/random';
import { Convolution } from '../layers/convolution.js';
import { Dropout } from '../layers/dropout.js';
import { Gelu } from '../layers/gelu.js';
import { LayerNorm } from '../layers/layer-norm.js';
import { lecunNormal } from '../layers/lecun-normal.js';
import { Linear } from '../layers/linear.js';
import { StochasticDepth } from '../layers/stochastic-depth.js';
import type { ResolvedModelOptions } from '../model-options.js';

/** How kernels are drawn: Glorot's uniform ("xavier") or LeCun's normal distribution; or not at all. */
type Draw = 'xavier' | 'lecun' | 'zeros';

/** A token map: its tokens [B, rows · columns, D] and how they lie. */
export interface TokenMap {
  readonly tokens: SymbolicTensor;
  readonly rows: number;
  readonly columns: number;
}

/**
 * A transformer under construction: the layers that the families share, with the initialisation of the
 * papers' code. Each layer's weights follow from the model's seed and the layer's name.
 */
export class Transformer {
  readonly input: SymbolicTensor;
  readonly #options: ResolvedModelOptions;
  readonly #epsilon: number;

  /** @param epsilon of the layer norms */
  constructor(options: ResolvedModelOptions, epsilon = 1e-6) {
    this.#options = options;
    this.#epsilon = epsilon;
    const { height, width, channels } = options;
    this.input = input({ shape: [height, width, channels], name: 'images' });
  }

  /** The seed of a layer's weights. */
  seed(layer: string): number {
    return foldIn(this.#options.seed, 'weights', layer);
  }

  /**
   * Cuts the images into patches, one token each.
   *
   * @throws RangeError if the patches do not cover the images evenly
   */
  patches(name: string, size: number, width: number, draw: Draw): TokenMap {
    const { height, width: imageWidth } = this.#options;
    if (height % size !== 0 || imageWidth % size !== 0) {
      throw new RangeError(
        `${name} cuts images into patches of ${size}×${size} pixels, which do not cover ` +
          `${height}×${imageWidth} evenly.`,
      );
    }
    const convolution = new Convolution({
      name: 'patches',
      filters: width,
      kernelSize: size,
      strides: size,
      padding: 'valid',
      kernelInitializer: this.#drawn('patches', draw),
    });
    const [rows, columns] = [height / size, imageWidth / size];
    const tokens = layers
      .reshape({ name: 'tokens', targetShape: [rows * columns, width] })
      .apply(convolution.apply(this.input)) as SymbolicTensor;
    return { tokens, rows, columns };
  }

  /** A linear map of the channels. */
  linear(
    x: SymbolicTensor,
    name: string,
    units: number,
    { draw = 'xavier', noisyBias = false, useBias = true }: LinearMapOptions = {},
  ): SymbolicTensor {
    const seed = this.seed(`${name}/bias`);
    const biasInitializer = initializers.randomNormal({ stddev: 1e-6, seed });
    return new Linear({
      name,
      units,
      useBias,
      kernelInitializer: this.#drawn(name, draw),
      ...(noisyBias && { biasInitializer }),
    }).apply(x) as SymbolicTensor;
  }

  /** Layer norm over the channels. */
  norm(x: SymbolicTensor, name: string): SymbolicTensor {
    return new LayerNorm({ name, epsilon: this.#epsilon }).apply(x) as SymbolicTensor;
  }

  /** Dropout; nothing where the rate is 0. */
  drop(x: SymbolicTensor, name: string, rate: number): SymbolicTensor {
    return rate > 0 ? (new Dropout({ name, rate }).apply(x) as SymbolicTensor) : x;
  }

  /** The branch, left out at a rate, added to `x`. */
  residual(x: SymbolicTensor, branch: SymbolicTensor, name: string, rate = 0): SymbolicTensor {
    const kept =
      rate > 0 ? new StochasticDepth({ name: `${name}/depth`, rate }).apply(branch) : branch;
    return layers.add({ name }).apply([x, kept as SymbolicTensor]) as SymbolicTensor;
  }

  /** Linear, GELU by tanh, linear; four times as wide in between. */
  mlp(
    x: SymbolicTensor,
    block: string,
    width: number,
    { dropout, noisyBias = false }: { dropout: number; noisyBias?: boolean },
  ): SymbolicTensor {
    let y = this.linear(x, `${block}/mlp1`, 4 * width, { noisyBias });
    y = new Gelu({ name: `${block}/gelu` }).apply(y) as SymbolicTensor;
    y = this.linear(this.drop(y, `${block}/drop2`, dropout), `${block}/mlp2`, width, { noisyBias });
    return this.drop(y, `${block}/drop3`, dropout);
  }

  /** The linear classifier of one vector an image. */
  classify(x: SymbolicTensor, name: string, draw: Draw): LayersModel {
    const outputs = this.linear(x, 'classifier', this.#options.classes, { draw });
    return model({ name, inputs: this.input, outputs });
  }

  #drawn(layer: string, draw: Draw) {
    if (draw === 'zeros' || this.#options.blank) return initializers.zeros();
    const make = draw === 'xavier' ? initializers.glorotUniform : lecunNormal;
    return make({ seed: this.seed(layer) });
  }
}

/** Options of a linear map in a {@link Transformer}. */
export interface LinearMapOptions {
  /** Default 'xavier'. */
  readonly draw?: Draw;
  /** Whether the bias begins with noise of 1e-6, not at 0. Default false. */
  readonly noisyBias?: boolean;
  /** Default true. */
  readonly useBias?: boolean;
}
