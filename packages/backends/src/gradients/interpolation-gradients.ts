import {
  engine,
  eye,
  matMul,
  MirrorPad,
  reshape,
  ResizeBilinear,
  ResizeNearestNeighbor,
  transpose,
  util,
} from '@tensorflow/tfjs-core';
import type {
  GradConfig,
  MirrorPadAttrs,
  ResizeBilinearAttrs,
  Tensor,
} from '@tensorflow/tfjs-core';

/** What a linear kernel does along one axis: the matrix M [output, input] of y = M·x. */
interface AxisMap {
  readonly axis: number;
  readonly matrix: Tensor;
}

/** From so many elements behind an axis on products with them as rows are quick: nothing is transposed. */
const worthwhileRow = 16;

/** Mᵀ·dy along each of the axes, which is the gradient of a kernel that maps each by itself. */
function transposed(dy: Tensor, maps: readonly AxisMap[]): Tensor {
  return maps.reduce((y, { axis, matrix }) => {
    const inner = util.sizeFromShape(y.shape.slice(axis + 1));
    if (inner >= worthwhileRow) {
      const [count, from] = matrix.shape;
      const rows = reshape(y, [-1, count, inner]);
      const products = matMul(reshape(matrix, [1, count, from]), rows, true);
      return reshape(products, y.shape.with(axis, from));
    }
    const order = Array.from({ length: y.rank }, (_, i) => i);
    const last = [...order.filter((i) => i !== axis), axis];
    const rows = transpose(y, last);
    const products = matMul(reshape(rows, [-1, y.shape[axis]]), matrix);
    const shape = [...rows.shape.slice(0, -1), matrix.shape[1] as number];
    return transpose(
      reshape(products, shape),
      order.map((i) => last.indexOf(i)),
    );
  }, dy);
}

/** The kernel's own weights, read off the identity as an image of one channel. */
function resizeMatrix(kernelName: string, from: number, to: number, attrs: object): Tensor {
  const images = reshape(eye(from), [1, from, from, 1]);
  const rows: Tensor = engine().runKernel(kernelName, { images }, { ...attrs, size: [to, from] });
  return reshape(rows, [to, from]);
}

/**
 * Gradients of resizing images [B,H,W,C]. Those of TensorFlow.js are right for one square image on
 * every backend: they mix up the images of a batch, or height and width.
 */
const resizeGradient = (kernelName: string): GradConfig => ({
  kernelName,
  inputsToSave: ['images'],
  gradFunc: (grad, [images], attrs) => {
    const dy = Array.isArray(grad) ? grad[0] : grad;
    const { size } = attrs as unknown as ResizeBilinearAttrs;
    const map = (axis: number): AxisMap => ({
      axis,
      matrix: resizeMatrix(kernelName, images.shape[axis], size[axis - 1], attrs),
    });
    return { images: () => transposed(dy, [map(1), map(2)]) };
  },
});

/** Gradient of bilinear resizing. */
export const resizeBilinearGradient = resizeGradient(ResizeBilinear);

/** Gradient of resizing to the nearest pixel, which `upSampling2d` uses. */
export const resizeNearestGradient = resizeGradient(ResizeNearestNeighbor);

/** Gradient of mirrored padding; that of TensorFlow.js leaves out what went into the border. */
export const mirrorPadGradient: GradConfig = {
  kernelName: MirrorPad,
  inputsToSave: ['x'],
  gradFunc: (grad, [x], attrs) => {
    const dy = Array.isArray(grad) ? grad[0] : grad;
    const { paddings, mode } = attrs as unknown as MirrorPadAttrs;
    const map = (axis: number): AxisMap => {
      const rows = { x: eye(x.shape[axis]) };
      const padded = [paddings[axis], [0, 0]];
      return { axis, matrix: engine().runKernel(MirrorPad, rows, { paddings: padded, mode }) };
    };
    const axes = paddings.flatMap(([before, after], axis) => (before + after > 0 ? [axis] : []));
    return { x: () => transposed(dy, axes.map(map)) };
  },
};
