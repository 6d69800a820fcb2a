/** A number of a step is infinite or NaN; parameters and running statistics were put back untouched. */
export class NonFiniteGradientError extends Error {
  override readonly name = 'NonFiniteGradientError';

  /** The optimizer step at which it happened. */
  readonly step: number;
  /** The pass within the step, 0 for the first; undefined where its passes were finite, but not their combination. */
  readonly pass: number | undefined;
  /** The loss of that pass, or of the first. */
  readonly loss: number;
  /**
   * Parameters whose gradient in that pass is not finite, in the order of the model's; undefined where that was not
   * looked at: numbers that come late, and combinations of passes.
   */
  readonly parameters: readonly string[] | undefined;

  constructor(
    step: number,
    pass: number | undefined,
    loss: number,
    parameters?: readonly string[],
  ) {
    const what = pass === undefined ? 'combined gradient' : 'gradient';
    const where = `${pass === undefined ? '' : `of pass ${pass} `}at step ${step}`;
    super(
      (Number.isFinite(loss)
        ? `The ${what} ${where} is not finite (the loss is ${loss}). `
        : `The loss ${where} is not finite (it is ${loss}). `) +
        `Lower the learning rate or the perturbation radius, clip gradients, or look for ` +
        `non-finite values in the batch.`,
    );
    this.step = step;
    this.pass = pass;
    this.loss = loss;
    this.parameters = parameters;
  }
}
