import { serialization, tidy } from '@tensorflow/tfjs-core';
import type { Tensor, Tensor1D, Tensor4D } from '@tensorflow/tfjs-core';
import { initializers, layers } from '@tensorflow/tfjs-layers';
import { convolution } from '@gnp/ops';
import { onlyInput } from './call-arguments.js';
import { initializerConfig, toInitializer } from './initializer-config.js';
import type { Initializer } from './initializer-config.js';

type LayerConfig = ConstructorParameters<typeof layers.Layer>[0];
type LayerVariable = ReturnType<layers.Layer['addWeight']>;

/** Options of {@link Convolution}. */
export interface ConvolutionLayerOptions extends NonNullable<LayerConfig> {
  /** Channels of the result. */
  filters: number;
  /** Side of the square kernel. */
  kernelSize: number;
  /** Step along both axes. Default 1. */
  strides?: number;
  /** Default 'same'. */
  padding?: 'same' | 'valid';
  /** Groups of channels that do not mix. Default 1. */
  groups?: number;
  /** Whether a bias is added. Default true. */
  useBias?: boolean;
  /** Default: as in `tf.layers.conv2d`. */
  kernelInitializer?: Initializer;
}

/**
 * Convolution of images [N, H, W, C] as `tf.layers.conv2d` has it, with groups, and with a gradient
 * that computes the bias's along with the kernel's where the backend can.
 */
export class Convolution extends layers.Layer {
  static readonly className = 'GnpConvolution';
  readonly #options: Required<Omit<ConvolutionLayerOptions, keyof NonNullable<LayerConfig>>>;
  #kernel!: LayerVariable;
  #bias: LayerVariable | undefined;

  /** See {@link ConvolutionLayerOptions}. */
  constructor(options: ConvolutionLayerOptions) {
    super(options);
    const { filters, kernelSize, strides = 1, padding = 'same' } = options;
    const { groups = 1, useBias = true } = options;
    const kernelInitializer = toInitializer(options.kernelInitializer, initializers.glorotNormal);
    this.#options = { filters, kernelSize, strides, padding, groups, useBias, kernelInitializer };
  }

  /** Makes the kernel [kernelSize, kernelSize, C / groups, filters] and the bias [filters]. */
  override build(inputShape: (number | null)[]): void {
    const { filters, kernelSize, groups, useBias, kernelInitializer } = this.#options;
    const channels = inputShape.at(-1);
    if (!channels || channels % groups !== 0 || filters % groups !== 0) {
      throw new Error(
        `A convolution from [${inputShape}] to ${filters} filters in ${groups} groups needs ` +
          `channels and filters that ${groups} divides.`,
      );
    }
    const shape = [kernelSize, kernelSize, channels / groups, filters];
    this.#kernel = this.addWeight('kernel', shape, 'float32', kernelInitializer);
    if (useBias) this.#bias = this.addWeight('bias', [filters], 'float32', initializers.zeros());
    this.built = true;
  }

  /** Convolves images [N, H, W, C]. */
  override call(inputs: Tensor | Tensor[]): Tensor {
    const { strides, padding: pad, groups } = this.#options;
    return tidy(() => {
      const x = onlyInput(inputs, 'Convolution') as Tensor4D;
      const bias = this.#bias?.read() as Tensor1D | undefined;
      return convolution(x, this.#kernel.read() as Tensor4D, { bias, strides, pad, groups });
    });
  }

  /** [N, H', W', filters] */
  override computeOutputShape(inputShape: (number | null)[]): (number | null)[] {
    const { filters, kernelSize, strides, padding } = this.#options;
    const [batch, height, width] = inputShape;
    const after = (size: number | null) =>
      size && Math.ceil((padding === 'same' ? size : size - kernelSize + 1) / strides);
    return [batch, after(height), after(width), filters];
  }

  /** Multiply-adds for one image. */
  multiplications([inputShape]: readonly (number | null)[][]): number {
    const { filters, kernelSize, groups } = this.#options;
    const [, height, width] = this.computeOutputShape([...inputShape]);
    const taps = (kernelSize * kernelSize * (inputShape.at(-1) ?? 0)) / groups;
    return (height ?? 1) * (width ?? 1) * taps * filters;
  }

  /** The options, for saving. */
  override getConfig(): serialization.ConfigDict {
    const { kernelInitializer, ...options } = this.#options;
    return {
      ...super.getConfig(),
      ...options,
      kernelInitializer: initializerConfig(kernelInitializer),
    };
  }
}
serialization.registerClass(Convolution);
