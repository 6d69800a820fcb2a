/** The gradient of a pass holds an infinity or a NaN; the parameters were put back untouched. */
export class NonFiniteGradientError extends Error {
  override readonly name = 'NonFiniteGradientError';

  /** The optimizer step at which it happened. */
  readonly step: number;
  /** The pass within the step, 0 for the first. */
  readonly pass: number;
  /** The loss of that pass. */
  readonly loss: number;

  constructor(step: number, pass: number, loss: number) {
    super(
      `The gradient of pass ${pass} at step ${step} is not finite (its loss is ${loss}). ` +
        `Lower the learning rate or the perturbation radius, clip gradients, or look for ` +
        `non-finite values in the batch.`,
    );
    this.step = step;
    this.pass = pass;
    this.loss = loss;
  }
}
