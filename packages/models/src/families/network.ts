import { initializers, input, layers, model } from '@tensorflow/tfjs-layers';
import type { LayersModel, SymbolicTensor } from '@tensorflow/tfjs-layers';
import { foldIn } from '@gnp/random';
import { AddRelu } from '../layers/add-relu.js';
import { BatchNorm } from '../layers/batch-norm.js';
import type { BatchNormOptions } from '../layers/batch-norm.js';
import { Convolution } from '../layers/convolution.js';
import { Dropout } from '../layers/dropout.js';
import { Relu } from '../layers/relu.js';
import { StochasticDepth } from '../layers/stochastic-depth.js';
import type { ResolvedModelOptions } from '../model-options.js';

/** Options of a convolution in a {@link Network}. */
export interface ConvOptions {
  readonly filters: number;
  /** Side of the square kernel. */
  readonly kernelSize: number;
  /** Default 1. */
  readonly stride?: number;
  /** Default false: a norm follows. */
  readonly useBias?: boolean;
}

/**
 * A convolutional network under construction: the layers that the families share, with the
 * initialisation of the papers' code. Each layer's weights follow from the model's seed and the
 * layer's name.
 */
export class Network {
  readonly input: SymbolicTensor;
  readonly #options: ResolvedModelOptions;

  constructor(options: ResolvedModelOptions) {
    this.#options = options;
    const { height, width, channels } = options;
    this.input = input({ shape: [height, width, channels], name: 'images' });
  }

  /** A number of filters times the width multiplier, at least 1. */
  filters(count: number): number {
    return Math.max(1, Math.round(count * (this.#options.widthMultiplier ?? 1)));
  }

  /** A convolution with SAME padding; its kernel is drawn from N(0, 2 / (kernelSize² · filters)). */
  conv(x: SymbolicTensor, name: string, options: ConvOptions): SymbolicTensor {
    const { filters, kernelSize, stride = 1, useBias = false } = options;
    const stddev = Math.sqrt(2 / (kernelSize * kernelSize * filters));
    const kernelInitializer = this.#options.blank
      ? initializers.zeros()
      : initializers.randomNormal({ stddev, seed: this.#seed(name) });
    const shape = { filters, kernelSize, strides: stride, useBias };
    const convolution = new Convolution({ name, ...shape, kernelInitializer });
    return convolution.apply(x) as SymbolicTensor;
  }

  /** Batch norm, with a rectified linear unit where `relu` asks for it. */
  norm(x: SymbolicTensor, name: string, options?: BatchNormOptions): SymbolicTensor {
    return new BatchNorm({ name, ...options }).apply(x) as SymbolicTensor;
  }

  /** max(0, x). */
  relu(x: SymbolicTensor, name: string): SymbolicTensor {
    return new Relu({ name }).apply(x) as SymbolicTensor;
  }

  /** max(0, a + b), where two branches join. */
  addRelu(a: SymbolicTensor, b: SymbolicTensor, name: string): SymbolicTensor {
    return new AddRelu({ name }).apply([a, b]) as SymbolicTensor;
  }

  /** Sum of two branches. */
  add(a: SymbolicTensor, b: SymbolicTensor, name: string): SymbolicTensor {
    return layers.add({ name }).apply([a, b]) as SymbolicTensor;
  }

  /** Average pooling with SAME padding over windows that do not overlap. */
  averagePool(x: SymbolicTensor, name: string, poolSize: number): SymbolicTensor {
    const pool = layers.averagePooling2d({ name, poolSize, strides: poolSize, padding: 'same' });
    return pool.apply(x) as SymbolicTensor;
  }

  /** Max pooling. */
  maxPool(
    x: SymbolicTensor,
    name: string,
    poolSize: number,
    stride: number,
    padding: 'same' | 'valid' = 'same',
  ): SymbolicTensor {
    const pool = layers.maxPooling2d({ name, poolSize, strides: stride, padding });
    return pool.apply(x) as SymbolicTensor;
  }

  /** Dropout; nothing where the rate is 0. */
  drop(x: SymbolicTensor, name: string, rate: number): SymbolicTensor {
    return rate > 0 ? (new Dropout({ name, rate }).apply(x) as SymbolicTensor) : x;
  }

  /** A residual branch, left out for some examples at a rate. */
  skipSometimes(branch: SymbolicTensor, name: string, rate: number): SymbolicTensor {
    return rate > 0
      ? (new StochasticDepth({ name, rate }).apply(branch) as SymbolicTensor)
      : branch;
  }

  /** A dense layer; its kernel is drawn from U(-1, 1) / √units, as in the papers' code. */
  dense(x: SymbolicTensor, name: string, units: number, activation?: 'relu'): SymbolicTensor {
    const limit = 1 / Math.sqrt(units);
    const range = { minval: -limit, maxval: limit, seed: this.#seed(name) };
    const kernelInitializer = this.#options.blank
      ? initializers.zeros()
      : initializers.randomUniform(range);
    const dense = layers.dense({
      name,
      units,
      kernelInitializer,
      ...(activation && { activation }),
    });
    return dense.apply(x) as SymbolicTensor;
  }

  /** Global average pooling and the linear classifier. */
  classify(x: SymbolicTensor, modelName: string): LayersModel {
    const pooled = layers.globalAveragePooling2d({ name: 'pool' }).apply(x) as SymbolicTensor;
    return this.finish(this.dense(pooled, 'classifier', this.#options.classes), modelName);
  }

  /** The model from the images to its logits. */
  finish(outputs: SymbolicTensor, name: string): LayersModel {
    return model({ name, inputs: this.input, outputs });
  }

  #seed(name: string): number {
    return foldIn(this.#options.seed, 'weights', name);
  }
}
