import { initializers, input, layers, model } from '@tensorflow/tfjs-layers';
import type { LayersModel, SymbolicTensor } from '@tensorflow/tfjs-layers';
import { foldIn } from '@gnp/random';
import { Dropout } from '../layers/dropout.js';
import type { Initializer } from '../layers/initializer-config.js';
import { Linear } from '../layers/linear.js';
import { StochasticDepth } from '../layers/stochastic-depth.js';
import type { Task } from '../task-options.js';
import { uniformByUnits, zeros } from './draw.js';
import type { Draw } from './draw.js';

/** Options of a linear map in a {@link Builder}. */
export interface LinearMapOptions {
  /** How the kernel is drawn. Default: U(-1, 1) / √units. */
  readonly draw?: Draw;
  /** How the bias is drawn. Default: zeros. */
  readonly biasDraw?: Draw;
  /** Default true. */
  readonly useBias?: boolean;
}

/** What a {@link Builder} goes by. */
export type BuilderOptions = Task & { readonly widthMultiplier: number };

/**
 * A model under construction: its images, its initial values, its size, and the layers that all families
 * share. Each weight's first values follow from the model's seed and the weight's name.
 */
export class Builder {
  /** The images [B, height, width, channels]. */
  readonly input: SymbolicTensor;
  readonly #options: BuilderOptions;

  constructor(options: BuilderOptions) {
    this.#options = options;
    const { height, width, channels } = options;
    this.input = input({ shape: [height, width, channels], name: 'images' });
  }

  /** A number of channels times the width multiplier, rounded to a multiple of `multipleOf`, at least 1 of it. */
  width(channels: number, multipleOf = 1): number {
    const { widthMultiplier } = this.#options;
    return multipleOf * Math.max(1, Math.round((channels * widthMultiplier) / multipleOf));
  }

  /** The initializer of the weight of this name; zeros where the model is blank. */
  drawn(weight: string, draw: Draw): Initializer {
    const { blank, seed } = this.#options;
    return blank ? initializers.zeros() : draw({ seed: foldIn(seed, 'weights', weight) });
  }

  /** A linear map of the channels. */
  linear(
    x: SymbolicTensor,
    name: string,
    units: number,
    { draw = uniformByUnits(units), biasDraw = zeros, useBias = true }: LinearMapOptions = {},
  ): SymbolicTensor {
    const kernelInitializer = this.drawn(name, draw);
    const biasInitializer = this.drawn(`${name}/bias`, biasDraw);
    const linear = new Linear({ name, units, useBias, kernelInitializer, biasInitializer });
    return linear.apply(x) as SymbolicTensor;
  }

  /** Dropout; nothing where the rate is 0. */
  drop(x: SymbolicTensor, name: string, rate: number): SymbolicTensor {
    return rate > 0 ? (new Dropout({ name, rate }).apply(x) as SymbolicTensor) : x;
  }

  /** A residual branch, left out for some examples at a rate. */
  stochasticDepth(branch: SymbolicTensor, name: string, rate: number): SymbolicTensor {
    return rate > 0
      ? (new StochasticDepth({ name, rate }).apply(branch) as SymbolicTensor)
      : branch;
  }

  /** Sum of two branches. */
  add(a: SymbolicTensor, b: SymbolicTensor, name: string): SymbolicTensor {
    return layers.add({ name }).apply([a, b]) as SymbolicTensor;
  }

  /** The model from the images to its logits, by a linear classifier of one vector an image. */
  classify(x: SymbolicTensor, modelName: string, draw?: Draw): LayersModel {
    const outputs = this.linear(x, 'classifier', this.#options.classes, { draw });
    return model({ name: modelName, inputs: this.input, outputs });
  }
}
