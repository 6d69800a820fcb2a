import { fused, reshape, serialization, tidy } from '@tensorflow/tfjs-core';
import type { Rank, Tensor, Tensor1D } from '@tensorflow/tfjs-core';
import { initializers, layers } from '@tensorflow/tfjs-layers';
import { onlyInput } from './call-arguments.js';
import { initializerConfig, toInitializer } from './initializer-config.js';
import type { Initializer } from './initializer-config.js';

type LayerConfig = ConstructorParameters<typeof layers.Layer>[0];
type LayerVariable = ReturnType<layers.Layer['addWeight']>;

/** Options of {@link Linear}. */
export interface LinearOptions extends NonNullable<LayerConfig> {
  /** Size of the last axis of the result. */
  units: number;
  /** Whether a bias is added. Default true. */
  useBias?: boolean;
  /** Default: Glorot uniform. */
  kernelInitializer?: Initializer;
  /** Default: zeros. */
  biasInitializer?: Initializer;
}

/**
 * A linear map of the last axis, x W + b: `tf.layers.dense` without activation, which copies its
 * kernel on inputs of more than two axes.
 */
export class Linear extends layers.Layer {
  static readonly className = 'GnpLinear';
  readonly #options: Required<Omit<LinearOptions, keyof NonNullable<LayerConfig>>>;
  #kernel!: LayerVariable;
  #bias: LayerVariable | undefined;

  /** See {@link LinearOptions}. */
  constructor(options: LinearOptions) {
    super(options);
    const { units, useBias = true } = options;
    const kernelInitializer = toInitializer(options.kernelInitializer, initializers.glorotUniform);
    const biasInitializer = toInitializer(options.biasInitializer, initializers.zeros);
    this.#options = { units, useBias, kernelInitializer, biasInitializer };
  }

  /** Makes the kernel [C, units] and the bias [units]. */
  override build(inputShape: (number | null)[]): void {
    const { units, useBias, kernelInitializer, biasInitializer } = this.#options;
    const size = inputShape.at(-1);
    if (!size) throw new Error(`Linear needs a known last axis, got [${inputShape}].`);
    this.#kernel = this.addWeight('kernel', [size, units], 'float32', kernelInitializer);
    if (useBias) this.#bias = this.addWeight('bias', [units], 'float32', biasInitializer);
    this.built = true;
  }

  /** Maps a tensor [..., C] to [..., units]. */
  override call(inputs: Tensor | Tensor[]): Tensor {
    return tidy(() => {
      const x = onlyInput(inputs, 'Linear');
      const a = reshape<Rank.R2>(x, [-1, x.shape[x.rank - 1]]);
      const bias = this.#bias?.read() as Tensor1D | undefined;
      const y = fused.matMul({ a, b: this.#kernel.read(), ...(bias && { bias }) });
      return reshape(y, [...x.shape.slice(0, -1), this.#options.units]);
    });
  }

  /** The input's shape with another last axis. */
  override computeOutputShape(inputShape: (number | null)[]): (number | null)[] {
    return [...inputShape.slice(0, -1), this.#options.units];
  }

  /** Multiply-adds for one image. */
  multiplications([inputShape]: readonly (number | null)[][]): number {
    const elements = inputShape.slice(1).reduce<number>((total, size) => total * (size ?? 1), 1);
    return elements * this.#options.units;
  }

  /** The options, for saving. */
  override getConfig(): serialization.ConfigDict {
    const { kernelInitializer, biasInitializer, ...options } = this.#options;
    return {
      ...super.getConfig(),
      ...options,
      kernelInitializer: initializerConfig(kernelInitializer),
      biasInitializer: initializerConfig(biasInitializer),
    };
  }
}
serialization.registerClass(Linear);
