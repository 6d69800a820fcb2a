import { Arg, Propagation, Storage } from '../../engine/constants.js';
import { describeOperation } from '../../engine/describe-operation.js';
import type { Onednn } from '../../engine/onednn.js';
import { Primitive } from '../../engine/primitive.js';

/** A function of one number that the library knows (`Eltwise`) with its two parameters. */
export interface EltwiseOperation {
  readonly algorithm: number;
  readonly alpha?: number;
  readonly beta?: number;
}

const describeForward = (onednn: Onednn, size: number, operation: EltwiseOperation) => {
  const { algorithm, alpha = 0, beta = 0 } = operation;
  const array = onednn.descriptors.strided([size], Storage.f32).native;
  return describeOperation(onednn, 'element-wise function', (target) =>
    onednn.functions.eltwiseForward(target, Propagation.training, algorithm, array, alpha, beta),
  );
};

const keyOf = (size: number, { algorithm, alpha = 0, beta = 0 }: EltwiseOperation) =>
  `${algorithm}|${alpha}|${beta}|${size}`;

/** Arguments: x, y. They may be the same. */
export function eltwise(onednn: Onednn, size: number, operation: EltwiseOperation): Primitive {
  return onednn.primitives.get(`eltwise|${keyOf(size, operation)}`, () => {
    const array = onednn.descriptors.strided([size], Storage.f32);
    return new Primitive(onednn, describeForward(onednn, size, operation), [
      [Arg.source, array],
      [Arg.destination, array],
    ]);
  });
}

/** Arguments: x, gradient of y, gradient of x. The last two may be the same. */
export function eltwiseGradient(
  onednn: Onednn,
  size: number,
  operation: EltwiseOperation,
): Primitive {
  return onednn.primitives.get(`eltwiseGradient|${keyOf(size, operation)}`, () => {
    const { algorithm, alpha = 0, beta = 0 } = operation;
    const array = onednn.descriptors.strided([size], Storage.f32);
    const forward = describeForward(onednn, size, operation);
    const backward = describeOperation(
      onednn,
      'gradient of an element-wise function',
      (target) =>
        onednn.functions.eltwiseBackward(
          target,
          algorithm,
          array.native,
          array.native,
          alpha,
          beta,
        ),
      { forward },
    );
    forward.destroy();
    return new Primitive(onednn, backward, [
      [Arg.source, array],
      [Arg.diffDestination, array],
      [Arg.diffSource, array],
    ]);
  });
}
