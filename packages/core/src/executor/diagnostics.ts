import { cast, concat, dispose, reshape, tidy } from '@tensorflow/tfjs-core';
import type { Rank, Scalar, Tensor1D } from '@tensorflow/tfjs-core';
import { readsAreFree } from '@gnp/ops';
import { NonFiniteGradientError } from './non-finite-error.js';

/** What a step tells of itself, as numbers. */
export interface DiagnosticValues {
  /** The data loss L(θ) of the first pass, without the penalty. */
  readonly loss: number;
  /** What was added to it, where the loss function gives a penalty. */
  readonly penalty?: number;
  /** ‖∇L(θ)‖₂ of the first pass, penalty included. */
  readonly gradientNorm: number;
  /** ‖∇L(θ + δ)‖₂ of the second pass. */
  readonly perturbedGradientNorm?: number;
  /** The data loss L(θ + δ) of the second pass. */
  readonly perturbedLoss?: number;
  /** L(θ + δ) - L(θ), of data losses. */
  readonly sharpness?: number;
  /** Cosine of the angle between ∇L(θ) and ∇L(θ + δ), if measured; 0 where one of them is 0. */
  readonly cosine?: number;
  /** Means of what the loss function reports of the first pass. */
  readonly metrics: Readonly<Record<string, number>>;
  /** Why the step was skipped, where it was. */
  readonly skipped: NonFiniteGradientError | undefined;
}

type Measured =
  'loss' | 'penalty' | 'gradientNorm' | 'perturbedGradientNorm' | 'perturbedLoss' | 'cosine';

/** What {@link Diagnostics} is made of. */
export interface DiagnosticParts {
  readonly step: number;
  readonly passes: number;
  readonly hyperparameters: Readonly<Record<string, number>>;
  readonly measured: Readonly<Partial<Record<Measured, Scalar>>>;
  readonly metrics: Readonly<Record<string, Scalar>>;
  /** Flags on the device, and which passes they are of; none where all is known to be finite. */
  readonly flags: readonly Scalar[];
  readonly flagged: readonly (number | undefined)[];
  /** Whether a number that is not finite skips the step, in place of an error. */
  readonly skips: boolean;
  /** The error that skipped the step, where that is known already. */
  readonly error?: NonFiniteGradientError | undefined;
}

/**
 * What a step tells of itself. Norms and losses are scalars on the device until they are read, which
 * may be some steps later. `tf.dispose(diagnostics)` frees them.
 */
export class Diagnostics {
  /** Forward and backward passes that the step took, in those of plain training. */
  readonly passes: number;
  /** The rule's hyper-parameters at this step, by name. */
  readonly hyperparameters: Readonly<Record<string, number>>;
  /** What will be read. */
  readonly scalars: readonly Scalar[];
  readonly #parts: DiagnosticParts;

  /** Made by `computeGradient`; takes the scalars over. */
  constructor(parts: DiagnosticParts) {
    const { passes, hyperparameters, measured, metrics, flags } = parts;
    this.passes = passes;
    this.hyperparameters = hyperparameters;
    this.scalars = [...Object.values(measured), ...Object.values(metrics), ...flags];
    this.#parts = parts;
  }

  /**
   * The numbers, when the device has them.
   *
   * @throws NonFiniteGradientError if a number of the step is not finite, and such steps are not skipped
   */
  async read(): Promise<DiagnosticValues> {
    if (readsAreFree()) return this.readSync();
    const packed = this.#packed();
    try {
      return this.#valuesOf(await packed.data<'float32'>());
    } finally {
      packed.dispose();
    }
  }

  /**
   * The numbers at once; costs nothing where the backend is the processor that runs the program.
   *
   * @throws NonFiniteGradientError as {@link read}
   * @throws Error where the backend cannot be read synchronously
   */
  readSync(): DiagnosticValues {
    return this.#valuesOf(this.scalars.map((scalar) => scalar.dataSync()[0]));
  }

  /** Frees the scalars. */
  dispose(): void {
    dispose([...this.scalars]);
  }

  /** All scalars in one tensor, so that one read brings them. */
  #packed(): Tensor1D {
    return tidy(() => concat(this.scalars.map((x) => reshape<Rank.R1>(cast(x, 'float32'), [1]))));
  }

  #valuesOf(numbers: ArrayLike<number>): DiagnosticValues {
    const { step, measured, metrics, flagged, skips, error } = this.#parts;
    const names = [...Object.keys(measured), ...Object.keys(metrics)];
    const values = Object.fromEntries(names.map((name, i) => [name, numbers[i]]));
    const of = (keys: readonly string[]) =>
      Object.fromEntries(keys.map((key) => [key, values[key]]));
    const failed = flagged.findIndex((_, i) => numbers[names.length + i] === 0);
    const { loss, perturbedLoss, ...rest } = of(Object.keys(measured));
    const found = failed >= 0 ? new NonFiniteGradientError(step, flagged[failed], loss) : error;
    if (found && !skips) throw found;
    return {
      loss,
      gradientNorm: NaN,
      ...rest,
      ...(perturbedLoss !== undefined && { perturbedLoss, sharpness: perturbedLoss - loss }),
      metrics: of(Object.keys(metrics)),
      skipped: found,
    };
  }
}
