import type { DataType, Tensor } from '@tensorflow/tfjs-core';

/** What an operation asks of a tensor. */
interface Wanted {
  /** The shape, where it is given by other arguments. */
  readonly shape?: readonly number[];
  /** The axes by name, where any sizes will do: `[N, C]` has two. */
  readonly axes?: string;
  /** The smallest rank. */
  readonly minRank?: number;
  /** float32 by default. */
  readonly dtype?: DataType;
  /** Where the shape comes from, as the end of a sentence. */
  readonly because?: string;
}

const ranks = new Map<string, number>();

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
  { shape, axes, minRank = 0, dtype = 'float32', because }: Wanted = {},
): void {
  const fits =
    tensor.dtype === dtype &&
    tensor.shape.length >= minRank &&
    (axes === undefined || tensor.shape.length === rankOf(axes)) &&
    (shape === undefined || equal(tensor.shape, shape));
  if (fits) return;
  const size = shape
    ? ` [${shape}]`
    : axes
      ? ` ${axes}`
      : minRank
        ? ` of rank ${minRank} or more`
        : '';
  throw new Error(
    `${operation}: ${name} must be ${dtype}${size}${because ? `, ${because}` : ''}, but is ` +
      `${tensor.dtype} [${tensor.shape}].`,
  );
}

/** Checks that tensors are float32 and have the shape of the first. */
export function checkAlike(operation: string, tensors: Readonly<Record<string, Tensor>>): void {
  const [[first, { shape }], ...others] = Object.entries(tensors);
  checkTensor(operation, first, tensors[first]);
  for (const [name, tensor] of others) {
    checkTensor(operation, name, tensor, { shape, because: `the shape of ${first}` });
  }
}

/** Checks x [..., C], and a scale and a shift [C]. */
export function checkNormalized(operation: string, x: Tensor, scale: Tensor, shift: Tensor): void {
  checkTensor(operation, 'x', x, { minRank: 1 });
  const shape = x.shape.slice(-1);
  const because = `the channels of x [${x.shape}]`;
  checkTensor(operation, 'scale', scale, { shape, because });
  checkTensor(operation, 'shift', shift, { shape, because });
}

function rankOf(axes: string): number {
  let rank = ranks.get(axes);
  if (rank === undefined) ranks.set(axes, (rank = axes.split(',').length));
  return rank;
}

function equal(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((size, i) => size === b[i]);
}
