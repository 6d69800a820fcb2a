import type { DataType, Tensor } from '@tensorflow/tfjs-core';

/** What an operation asks of a tensor. */
interface Wanted {
  /** The shape, where it is given by other arguments. */
  readonly shape?: readonly number[];
  /** The axes by name, where any sizes will do. */
  readonly axes?: readonly string[];
  /** The smallest rank. */
  readonly minRank?: number;
  /** float32 by default. */
  readonly dtype?: DataType;
  /** What gives the shape. */
  readonly because?: () => string;
}

const anything: Wanted = {};
const aScalar: Wanted = { shape: [] };
const withAnAxis: Wanted = { minRank: 1 };

/**
 * Checks a tensor before any backend sees it, so that what does not fit is refused everywhere alike.
 * Reads nothing.
 *
 * @throws Error that says which argument of which operation was what, and what it should have been
 */
export function checkTensor(
  operation: string,
  name: string,
  tensor: Tensor,
  wanted: Wanted = anything,
): void {
  const { shape, axes, minRank = 0, dtype = 'float32' } = wanted;
  const fits =
    tensor.dtype === dtype &&
    tensor.shape.length >= minRank &&
    (axes === undefined || tensor.shape.length === axes.length) &&
    (shape === undefined || equal(tensor.shape, shape));
  if (!fits) refuse(operation, name, tensor, wanted);
}

/** Checks that `tensor` is a float32 scalar. */
export function checkScalar(operation: string, name: string, tensor: Tensor): void {
  checkTensor(operation, name, tensor, aScalar);
}

/** Checks that `tensor` is float32 and has the shape of another, which was checked before. */
export function checkAlike(
  operation: string,
  name: string,
  tensor: Tensor,
  otherName: string,
  other: Tensor,
): void {
  if (tensor.dtype === 'float32' && equal(tensor.shape, other.shape)) return;
  const because = () => `the shape of ${otherName}`;
  refuse(operation, name, tensor, { shape: other.shape, because });
}

/** Checks x [..., C], and a scale and a shift [C]. */
export function checkNormalized(operation: string, x: Tensor, scale: Tensor, shift: Tensor): void {
  checkTensor(operation, 'x', x, withAnAxis);
  const wanted = {
    shape: [x.shape[x.shape.length - 1]],
    because: () => `the channels of x [${x.shape}]`,
  };
  checkTensor(operation, 'scale', scale, wanted);
  checkTensor(operation, 'shift', shift, wanted);
}

function refuse(
  operation: string,
  name: string,
  tensor: Tensor,
  { shape, axes, minRank, dtype = 'float32', because }: Wanted,
): never {
  const sizes = shape ?? axes?.join(', ');
  const size = sizes !== undefined ? ` [${sizes}]` : minRank ? ` of rank ${minRank} or more` : '';
  throw new Error(
    `${operation}: ${name} must be ${dtype}${size}${because ? `, ${because()}` : ''}, but is ` +
      `${tensor.dtype} [${tensor.shape}].`,
  );
}

function equal(a: readonly number[], b: readonly number[]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
