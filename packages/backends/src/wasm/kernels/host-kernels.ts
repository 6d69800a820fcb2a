import * as tf from '@tensorflow/tfjs-core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { onHost } from '../../on-host.js';
import { replacedKernel } from '../wasm-kernel.js';
import type { WasmKernel, WasmKernelArgs } from '../wasm-kernel.js';

type Args = WasmKernelArgs<Readonly<Record<string, TensorInfo>>, Readonly<Record<string, unknown>>>;

/** A kernel that is left to the code of the cpu backend where the published one is wrong. */
const wrongWhere = (kernelName: string, wrong: (args: Args) => boolean): WasmKernel =>
  replacedKernel<Args['inputs'], Args['attrs']>(kernelName, (args, stock) =>
    wrong(args) ? (onHost(kernelName, args) as TensorInfo) : stock(args),
  );

const always = () => true;
const hasType =
  (...types: string[]) =>
  ({ inputs }: Args) =>
    Object.values(inputs).some((x) => types.includes(x.dtype));

/** Wrong or missing in the published backend, and rare enough to be computed in JavaScript. */
export const hostKernels: readonly WasmKernel[] = [
  wrongWhere(tf.MaxPool3D, always),
  wrongWhere(tf.MaxPoolWithArgmax, always),
  wrongWhere(tf.Conv3DBackpropFilterV2, always),
  wrongWhere(tf.Conv3DBackpropInputV2, always),
  wrongWhere(tf.Dilation2D, always),
  wrongWhere(tf.Dilation2DBackpropInput, always),
  wrongWhere(tf.Dilation2DBackpropFilter, always),
  wrongWhere(tf.FloorDiv, always),
  wrongWhere(tf.GatherV2, ({ attrs }) => (attrs.batchDims as number) > 0),
  wrongWhere(tf.CropAndResize, ({ attrs }) => attrs.method === 'nearest'),
  wrongWhere(tf.Transform, always),
  wrongWhere(tf.ResizeNearestNeighbor, hasType('int32', 'bool')),
  wrongWhere(tf.Reverse, hasType('bool')),
  wrongWhere(tf.Select, ({ inputs }) => inputs.t.dtype === 'bool'),
  wrongWhere(tf.StridedSlice, hasType('int32', 'bool')),
  wrongWhere(tf.Prod, hasType('bool')),
  wrongWhere(tf.Fill, ({ attrs }) => attrs.dtype === 'string'),
  ...[
    tf.Equal,
    tf.NotEqual,
    tf.Greater,
    tf.GreaterEqual,
    tf.Less,
    tf.LessEqual,
    tf.SparseToDense,
  ].map((name) => wrongWhere(name, hasType('string'))),
];
