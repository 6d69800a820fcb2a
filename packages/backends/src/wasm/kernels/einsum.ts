import { backend_util, Einsum, util } from '@tensorflow/tfjs-core';
import type { EinsumAttrs, Tensor, TensorInfo } from '@tensorflow/tfjs-core';
import { compose, withShape } from '../compose.js';
import type { Kernels } from '../compose.js';
import { addedKernel } from '../wasm-kernel.js';

/** A tensor with a label for every axis: the number of that axis in the equation. */
interface Labelled {
  readonly tensor: TensorInfo;
  readonly labels: readonly number[];
}

/**
 * Einstein summation of one or two tensors, as one batched matrix product:
 *
 *     [batch…, left…, summed…] · [batch…, summed…, right…] → [batch…, left…, right…]
 *
 * Labels in both tensors and in the result make the batch, those in both but not in the result are
 * summed by the product, and those in one tensor only are summed beforehand if the result lacks them.
 */
export const einsum = addedKernel<Readonly<Record<string, TensorInfo>>, EinsumAttrs>(
  Einsum,
  ({ inputs, attrs, backend }) => {
    const tensors = Object.values(inputs);
    const { allDims, summedDims, idDims } = backend_util.decodeEinsumEquation(
      attrs.equation,
      tensors.length,
    );
    backend_util.checkEinsumDimSizes(allDims.length, idDims, tensors as Tensor[]);
    // labels are numbered with those of the result first, in its order
    const kept = allDims.length - summedDims.length;
    const operands = tensors.map((tensor, i) => ({ tensor, labels: idDims[i] }));
    return compose(backend, (k) => {
      const result =
        operands.length === 1
          ? sumAlone(k, operands[0], (label) => label < kept)
          : product(k, operands[0], operands[1], kept);
      return arrange(
        k,
        result,
        [...result.labels].sort((a, b) => a - b),
      ).tensor;
    });
  },
);

function product(k: Kernels, a: Labelled, b: Labelled, kept: number): Labelled {
  const mixed = a.tensor.dtype !== b.tensor.dtype;
  const prepare = (x: Labelled, other: Labelled): Labelled => {
    const summed = sumAlone(k, x, (label) => label < kept || other.labels.includes(label));
    const tensor = mixed
      ? k.run('Cast', { x: summed.tensor }, { dtype: 'float32' })
      : summed.tensor;
    return { tensor, labels: summed.labels };
  };
  const left = prepare(a, b);
  const right = prepare(b, a);
  const shared = left.labels.filter((label) => right.labels.includes(label));
  const batch = shared.filter((label) => label < kept);
  const inner = shared.filter((label) => label >= kept);
  const rows = left.labels.filter((label) => !shared.includes(label));
  const columns = right.labels.filter((label) => !shared.includes(label));
  const x = arrange(k, left, [...batch, ...rows, ...inner]).tensor;
  const y = arrange(k, right, [...batch, ...inner, ...columns]).tensor;
  const size = (tensor: TensorInfo, begin: number, count: number) =>
    util.sizeFromShape(tensor.shape.slice(begin, begin + count));
  const matrices = size(x, 0, batch.length);
  const matMul = k.matMul(
    withShape(x, [
      matrices,
      size(x, batch.length, rows.length),
      size(x, batch.length + rows.length, inner.length),
    ]),
    withShape(y, [
      matrices,
      size(y, batch.length, inner.length),
      size(y, batch.length + inner.length, columns.length),
    ]),
  );
  const shape = [
    ...x.shape.slice(0, batch.length + rows.length),
    ...y.shape.slice(batch.length + inner.length),
  ];
  return { tensor: withShape(matMul, shape), labels: [...batch, ...rows, ...columns] };
}

/** Sums over the labels that neither the result nor the other tensor has. */
function sumAlone(k: Kernels, x: Labelled, needed: (label: number) => boolean): Labelled {
  const axes = x.labels.flatMap((label, axis) => (needed(label) ? [] : [axis]));
  if (axes.length === 0) return x;
  return { tensor: k.sum(x.tensor, axes), labels: x.labels.filter(needed) };
}

/** Transposes so that the axes come in the order of `labels`. */
function arrange(k: Kernels, x: Labelled, labels: readonly number[]): Labelled {
  const perm = labels.map((label) => x.labels.indexOf(label));
  return { tensor: k.transpose(x.tensor, perm), labels };
}
