import type { Batch } from '../loader/batch.js';

/** Labels as shares of classes [size, classes], fresh ones. */
export function softLabels(labels: Batch['labels'], classes: number): Float32Array {
  if (labels instanceof Float32Array) return labels.slice();
  const shares = new Float32Array(labels.length * classes);
  labels.forEach((label, i) => (shares[i * classes + label] = 1));
  return shares;
}

/** λ · labels + (1 − λ) · those of the partners, [size, classes]. */
export function mixLabels(
  labels: Float32Array,
  partners: Uint32Array,
  weight: number,
): Float32Array {
  const classes = labels.length / partners.length;
  const mixed = new Float32Array(labels.length);
  partners.forEach((partner, i) => {
    for (let c = 0; c < classes; c++) {
      mixed[i * classes + c] =
        weight * labels[i * classes + c] + (1 - weight) * labels[partner * classes + c];
    }
  });
  return mixed;
}
