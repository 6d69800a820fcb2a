import { backend_util, Conv2DBackpropInput } from '@tensorflow/tfjs-core';
import type { Conv2DBackpropInputAttrs, TensorInfo } from '@tensorflow/tfjs-core';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { compose, withShape } from '../compose.js';
import type { Kernels } from '../compose.js';
import { reframe, spread } from '../spread.js';
import { replacedKernel } from '../wasm-kernel.js';
import type { Tensors } from '../wasm-kernel.js';

type Conv2DInfo = backend_util.Conv2DInfo;

/**
 * Gradient of a convolution by its image (the transposed convolution), for dy [B,P,Q,O], kernel
 * W [kh,kw,C,O], stride s and padding t; in one dimension
 *
 *     dx[h] = Σ_p dy[p] · W[h+t−s·p]ᵀ
 *
 * Write h+t = s·a+r with a phase 0 ≤ r < s, and p = a−u. Then every phase is an ordinary convolution
 * of dy with every s-th tap of the kernel, turned round: dx[s·a+r−t] = Σ_u dy[a−u] · W[s·u+r]ᵀ. All
 * phases are computed by one forward convolution with s·s·C output channels, and interleaved by a
 * transpose. For s = 1 this is the convolution with the flipped kernel. A 1×1 kernel has one phase
 * that is not zero; it is computed alone and the zeros are put in by padding.
 */
export const conv2DBackpropInput = replacedKernel<
  Tensors<'dy' | 'filter'>,
  Conv2DBackpropInputAttrs
>(Conv2DBackpropInput, (args, stock) => {
  const { inputs, attrs, backend } = args;
  const { dy, filter } = inputs;
  const { strides, pad, dataFormat, dimRoundingMode, inputShape } = attrs;
  const info = backend_util.computeConv2DInfo(
    inputShape,
    filter.shape as [number, number, number, number],
    strides,
    1,
    pad,
    dimRoundingMode,
    false,
    backend_util.convertConv2DDataFormat(dataFormat),
  );
  const rows = phases(info, 'Height', info.padInfo.top);
  const columns = phases(info, 'Width', info.padInfo.left);
  // padding beyond the kernel, where some outputs see no pixel at all, gains nothing here
  if (rows.before < 0 || columns.before < 0 || rows.after < 0 || columns.after < 0) {
    return stock(args);
  }
  if (dy.shape.includes(0) || filter.shape.includes(0)) return stock(args);
  return compose(backend, (k) => {
    const nhwc = info.dataFormat === 'channelsLast';
    // conv2dTranspose may pass more rows and columns than the convolution has outputs
    const gradient = reframe(
      k,
      nhwc ? dy : k.transpose(dy, [0, 2, 3, 1]),
      [0, 0],
      [info.outHeight, info.outWidth],
    );
    const pointwise = info.filterHeight === 1 && info.filterWidth === 1;
    const whole =
      pointwise && info.padInfo.top === 0 && info.padInfo.left === 0
        ? byMatMul(k, gradient, filter, info)
        : byPhases(k, backend, gradient, filter, info, rows, columns);
    const fitted = reframe(k, whole, [-rows.skip, -columns.skip], [info.inHeight, info.inWidth]);
    return nhwc ? fitted : k.transpose(fitted, [0, 3, 1, 2]);
  });
});

interface Phases {
  readonly stride: number;
  /** Taps of the kernel in each phase. */
  readonly taps: number;
  /** Outputs of each phase. */
  readonly outputs: number;
  /** Padding of dy. */
  readonly before: number;
  readonly after: number;
  /** Interleaved outputs that lie in the padding, before the image. */
  readonly skip: number;
}

function phases(info: Conv2DInfo, side: 'Height' | 'Width', padding: number): Phases {
  const stride = info[`stride${side}`];
  const taps = Math.ceil(info[`filter${side}`] / stride);
  const first = Math.floor(padding / stride);
  const last = Math.floor((padding + info[`in${side}`] - 1) / stride);
  return {
    stride,
    taps,
    outputs: last - first + 1,
    before: taps - 1 - first,
    after: last - (info[`out${side}`] - 1),
    skip: padding - first * stride,
  };
}

function byPhases(
  k: Kernels,
  backend: BackendWasm,
  dy: TensorInfo,
  filter: TensorInfo,
  info: Conv2DInfo,
  rows: Phases,
  columns: Phases,
): TensorInfo {
  const { batchSize, inChannels } = info;
  const channels = rows.stride * columns.stride * inChannels;
  const convolved = k.run(
    'Conv2D',
    { x: dy, filter: phaseKernel(k, backend, filter, rows, columns) },
    {
      strides: [1, 1],
      dilations: [1, 1],
      pad: [
        [0, 0],
        [rows.before, rows.after],
        [columns.before, columns.after],
        [0, 0],
      ],
      dataFormat: 'NHWC',
    },
  );
  const height = rows.outputs * rows.stride;
  const width = columns.outputs * columns.stride;
  if (channels === inChannels) return convolved;
  const interleaved = k.transpose(
    withShape(convolved, [
      batchSize * rows.outputs,
      columns.outputs,
      rows.stride,
      columns.stride * inChannels,
    ]),
    [0, 2, 1, 3],
  );
  return withShape(interleaved, [batchSize, height, width, inChannels]);
}

/**
 * W [kh,kw,C,O] as the kernel of all phases, [taps, taps, O, s·s·C], turned round. In plain loops:
 * for the small tensor that a kernel is, they beat the four general kernels it would take.
 */
function phaseKernel(
  k: Kernels,
  backend: BackendWasm,
  filter: TensorInfo,
  rows: Phases,
  columns: Phases,
): TensorInfo {
  const [height, width, inChannels, outChannels] = filter.shape;
  const channels = rows.stride * columns.stride * inChannels;
  const out = k.fill([rows.taps, columns.taps, outChannels, channels], 0);
  const [from, to] = [filter, out].map((x) => backend.typedArrayFromHeap(x));
  let at = 0;
  for (let i = 0; i < height; i++) {
    for (let j = 0; j < width; j++) {
      const row = rows.taps - 1 - Math.floor(i / rows.stride);
      const column = columns.taps - 1 - Math.floor(j / columns.stride);
      const phase = (i % rows.stride) * columns.stride + (j % columns.stride);
      const tap = (row * columns.taps + column) * outChannels * channels + phase * inChannels;
      for (let c = 0; c < inChannels; c++) {
        for (let o = 0; o < outChannels; o++) to[tap + o * channels + c] = from[at++];
      }
    }
  }
  return out;
}

function byMatMul(k: Kernels, dy: TensorInfo, filter: TensorInfo, info: Conv2DInfo): TensorInfo {
  const { batchSize, inChannels, outChannels, outHeight, outWidth } = info;
  const { strideHeight, strideWidth } = info;
  const product = k.matMul(
    withShape(dy, [batchSize * outHeight * outWidth, outChannels]),
    withShape(filter, [inChannels, outChannels]),
    false,
    true,
  );
  return spread(
    k,
    withShape(product, [batchSize, outHeight, outWidth, inChannels]),
    strideHeight,
    strideWidth,
  );
}
