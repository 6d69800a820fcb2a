import { layers } from '@tensorflow/tfjs-layers';
import type { SymbolicTensor } from '@tensorflow/tfjs-layers';
import { Convolution } from '../layers/convolution.js';
import { Gelu } from '../layers/gelu.js';
import { LayerNorm } from '../layers/layer-norm.js';
import { Builder } from './builder.js';
import type { BuilderOptions } from './builder.js';
import { xavier } from './draw.js';
import type { Draw } from './draw.js';

/** A token map: its tokens [B, rows · columns, D] and how they lie. */
export interface TokenMap {
  readonly tokens: SymbolicTensor;
  readonly rows: number;
  readonly columns: number;
}

/**
 * A transformer under construction: the layers that the families share, with the initialisation of the
 * papers' code.
 */
export class Transformer extends Builder {
  readonly #epsilon: number;

  /** @param epsilon of the layer norms */
  constructor(options: BuilderOptions, epsilon = 1e-6) {
    super(options);
    this.#epsilon = epsilon;
  }

  /**
   * Cuts the images into patches of `size`² pixels, one token each.
   *
   * @throws RangeError if the patches do not cover the images evenly
   */
  patches(model: string, size: number, filters: number, draw: Draw): TokenMap {
    const [, height, width] = this.input.shape as [null, number, number, number];
    if (height % size !== 0 || width % size !== 0) {
      throw new RangeError(
        `${model} cuts images into patches of ${size}×${size} pixels, which do not cover ` +
          `${height}×${width} evenly.`,
      );
    }
    const convolution = new Convolution({
      ...{ name: 'patches', filters, kernelSize: size, strides: size, padding: 'valid' },
      kernelInitializer: this.drawn('patches', draw),
    });
    const [rows, columns] = [height / size, width / size];
    const tokens = layers
      .reshape({ name: 'tokens', targetShape: [rows * columns, filters] })
      .apply(convolution.apply(this.input)) as SymbolicTensor;
    return { tokens, rows, columns };
  }

  /** Layer norm over the channels. */
  norm(x: SymbolicTensor, name: string): SymbolicTensor {
    return new LayerNorm({ name, epsilon: this.#epsilon }).apply(x) as SymbolicTensor;
  }

  /** The branch, left out at a rate, added to `x`. */
  residual(x: SymbolicTensor, branch: SymbolicTensor, name: string, rate = 0): SymbolicTensor {
    return this.add(x, this.stochasticDepth(branch, `${name}/depth`, rate), name);
  }

  /** Linear, GELU by tanh, linear; four times as wide in between. */
  mlp(
    x: SymbolicTensor,
    block: string,
    width: number,
    { dropout, biasDraw }: { dropout: number; biasDraw?: Draw },
  ): SymbolicTensor {
    const options = { draw: xavier, biasDraw };
    let y = this.linear(x, `${block}/mlp1`, 4 * width, options);
    y = new Gelu({ name: `${block}/gelu` }).apply(y) as SymbolicTensor;
    y = this.linear(this.drop(y, `${block}/drop2`, dropout), `${block}/mlp2`, width, options);
    return this.drop(y, `${block}/drop3`, dropout);
  }
}
