import { layers } from '@tensorflow/tfjs-layers';
import type { SymbolicTensor } from '@tensorflow/tfjs-layers';
import { AddRelu } from '../layers/add-relu.js';
import { BatchNorm } from '../layers/batch-norm.js';
import type { BatchNormOptions } from '../layers/batch-norm.js';
import { Convolution } from '../layers/convolution.js';
import { Relu } from '../layers/relu.js';
import { Builder } from './builder.js';
import { heFanOut } from './draw.js';

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
 * initialisation of the papers' code.
 */
export class Network extends Builder {
  /** A convolution with SAME padding; its kernel is drawn from N(0, 2 / (kernelSize² · filters)). */
  conv(x: SymbolicTensor, name: string, options: ConvOptions): SymbolicTensor {
    const { filters, kernelSize, stride: strides = 1, useBias = false } = options;
    const kernelInitializer = this.drawn(name, heFanOut(kernelSize, filters));
    const shape = { filters, kernelSize, strides, useBias };
    return new Convolution({ name, ...shape, kernelInitializer }).apply(x) as SymbolicTensor;
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

  /** One vector an image: the mean over its pixels. */
  pool(x: SymbolicTensor): SymbolicTensor {
    return layers.globalAveragePooling2d({ name: 'pool' }).apply(x) as SymbolicTensor;
  }
}
