import { add, mul, rsqrt, serialization, sub, tidy } from '@tensorflow/tfjs-core';
import type { Tensor, Tensor1D } from '@tensorflow/tfjs-core';
import { initializers, layers } from '@tensorflow/tfjs-layers';
import { batchNorm, relu, weightedSum } from '@gnp/ops';
import type { BatchNormResult } from '@gnp/ops';
import { onlyInput, resolveCall } from './call-arguments.js';
import type { CallArguments } from './call-arguments.js';

type LayerConfig = ConstructorParameters<typeof layers.Layer>[0];
type LayerVariable = ReturnType<layers.Layer['addWeight']>;

/** Options of {@link BatchNorm}. */
export interface BatchNormOptions extends NonNullable<LayerConfig> {
  /** Share of the old running statistics kept at each update. Default 0.9. */
  momentum?: number;
  /** Added to the variance. Default 1e-5. */
  epsilon?: number;
  /** Initial scale γ. Default 1; 0 in the last norm of a residual branch makes the branch start as nothing. */
  initialScale?: number;
  /** Whether a rectified linear unit follows, at no cost in time or memory. Default false. */
  relu?: boolean;
}

/**
 * Batch normalisation over all axes but the last.
 *
 * In training it normalises by the statistics of the batch, and moves the running statistics
 * (running ← momentum · running + (1 - momentum) · batch, variance biased) unless the call, or the
 * pass it is part of, says `batchStatistics: 'keep'`, as every pass of a step but its first does. Otherwise it normalises by the
 * running statistics.
 */
export class BatchNorm extends layers.Layer {
  static readonly className = 'GnpBatchNorm';
  readonly #momentum: number;
  readonly #epsilon: number;
  readonly #initialScale: number;
  readonly #relu: boolean;
  #scale!: LayerVariable;
  #shift!: LayerVariable;
  #mean!: LayerVariable;
  #variance!: LayerVariable;

  /** See {@link BatchNormOptions}. */
  constructor(options: BatchNormOptions = {}) {
    super(options);
    const { momentum = 0.9, epsilon = 1e-5, initialScale = 1, relu = false } = options;
    this.#momentum = momentum;
    this.#epsilon = epsilon;
    this.#initialScale = initialScale;
    this.#relu = relu;
  }

  /** Makes the four weights [C]: scale, shift, and the running mean and variance. */
  override build(inputShape: (number | null)[]): void {
    const channels = inputShape.at(-1);
    if (!channels)
      throw new Error(`BatchNorm needs a known number of channels, got [${inputShape}].`);
    const weight = (name: string, value: number, trainable: boolean) =>
      this.addWeight(
        name,
        [channels],
        'float32',
        initializers.constant({ value }),
        undefined,
        trainable,
      );
    this.#scale = weight('scale', this.#initialScale, true);
    this.#shift = weight('shift', 0, true);
    this.#mean = weight('mean', 0, false);
    this.#variance = weight('variance', 1, false);
    this.built = true;
  }

  /** Normalises a tensor [..., C]. */
  override call(inputs: Tensor | Tensor[], args: CallArguments = {}): Tensor {
    return tidy(() => {
      const x = onlyInput(inputs, 'BatchNorm');
      const scale = this.#scale.read() as Tensor1D;
      const shift = this.#shift.read() as Tensor1D;
      const { training, batchStatistics } = resolveCall(args);
      if (!training) return this.#useRunning(x, scale, shift);
      const options = { epsilon: this.#epsilon, relu: this.#relu };
      const result = batchNorm(x, scale, shift, options);
      if (batchStatistics === 'update') this.#moveRunning(result);
      return result.value;
    });
  }

  #useRunning(x: Tensor, scale: Tensor1D, shift: Tensor1D): Tensor {
    const factor = mul(scale, rsqrt(add(this.#variance.read(), this.#epsilon)));
    const y = add(mul(x, factor), sub(shift, mul(this.#mean.read(), factor)));
    return this.#relu ? relu(y) : y;
  }

  #moveRunning({ mean, variance }: BatchNormResult): void {
    const moved = (running: LayerVariable, batch: Tensor) =>
      running.write(weightedSum(running.read(), this.#momentum, batch, 1 - this.#momentum));
    moved(this.#mean, mean);
    moved(this.#variance, variance);
  }

  /** The output has the shape of the input. */
  override computeOutputShape(inputShape: (number | null)[]): (number | null)[] {
    return inputShape;
  }

  /** The options, for saving. */
  override getConfig(): serialization.ConfigDict {
    return {
      ...super.getConfig(),
      momentum: this.#momentum,
      epsilon: this.#epsilon,
      initialScale: this.#initialScale,
      relu: this.#relu,
    };
  }
}
serialization.registerClass(BatchNorm);
