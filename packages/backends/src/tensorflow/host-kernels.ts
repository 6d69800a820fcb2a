import * as tf from '@tensorflow/tfjs-core';
import { onHost } from '../on-host.js';
import { changedKernel } from './changed-kernel.js';
import type { Call, ChangedKernel } from './changed-kernel.js';

/** A kernel that is left to the code of the cpu backend where tfjs-node's refuses or is wrong. */
const onHostWhere = (kernelName: string, where: (call: Call) => boolean): ChangedKernel =>
  changedKernel(kernelName, (call, stock) => (where(call) ? onHost(kernelName, call) : stock()));

const always = () => true;
const hasType =
  (...types: string[]) =>
  ({ inputs }: Call) =>
    Object.values(inputs).some((x) => types.includes(x.dtype));
/** TensorFlow pads by itself in these two ways alone. */
const hasBorder = ({ attrs }: Call) => attrs.pad !== 'valid' && attrs.pad !== 'same';

const missing = [
  tf.BitwiseAnd,
  tf.DenseBincount,
  tf.MaxPoolWithArgmax,
  tf.RaggedGather,
  tf.RaggedRange,
  tf.RaggedTensorToTensor,
  tf.RotateWithOffset,
  tf.SearchSorted,
  tf.SparseFillEmptyRows,
  tf.SparseReshape,
  tf.SparseSegmentMean,
  tf.SparseSegmentSum,
  tf.StringNGrams,
  tf.StringSplit,
  tf.StringToHashBucketFast,
  tf.Transform,
];

/** Wrong or missing in tfjs-node, and rare enough to be computed in JavaScript. */
export const hostKernels: readonly ChangedKernel[] = [
  ...missing.map((name) => onHostWhere(name, always)),
  // the results would be floats
  onHostWhere(tf.FloorDiv, hasType('float32')),
  onHostWhere(tf.RealDiv, hasType('int32')),
  ...[tf.Greater, tf.GreaterEqual, tf.Less, tf.LessEqual].map((name) =>
    onHostWhere(name, hasType('bool', 'string')),
  ),
  ...[tf.Sum, tf.Prod].map((name) => onHostWhere(name, hasType('bool'))),
  onHostWhere(tf.AvgPool, (call) => hasBorder(call) || hasType('int32')(call)),
  ...[tf.AvgPool3D, tf.AvgPool3DGrad, tf.AvgPoolGrad, tf.MaxPool, tf.MaxPool3D].map((name) =>
    onHostWhere(name, hasBorder),
  ),
  // it would go on where it stopped, whatever its seed
  onHostWhere(tf.Multinomial, always),
  // zeros
  onHostWhere(tf.Round, hasType('int32')),
  onHostWhere(tf.ScatterNd, ({ inputs }) => inputs.indices.rank < 2),
  onHostWhere(tf.LeakyRelu, hasType('int32')),
  onHostWhere(tf.Step, hasType('int32')),
  onHostWhere(tf.Diag, hasType('bool')),
  // pixels half-way between two are rounded from positions that are not exact
  onHostWhere(tf.CropAndResize, ({ attrs }) => attrs.method === 'nearest'),
  // boxes that overlap by more than the threshold are kept
  onHostWhere(tf.NonMaxSuppressionV5, ({ attrs }) => attrs.softNmsSigma !== 0),
];
