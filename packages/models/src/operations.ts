import type { LayersModel, SymbolicTensor, layers } from '@tensorflow/tfjs-layers';

type Shape = readonly (number | null)[];

/** A layer of this package that multiplies; it knows how often. */
interface CountsMultiplications {
  /** Multiply-adds for one image, given the shape of each input. */
  multiplications(inputShapes: readonly Shape[]): number;
}

/**
 * Floating-point operations of one image's way through a model, from the shapes of its graph: two for
 * each multiply-add of a convolution, linear map or product of attention. What is done to single
 * elements (norms, activations, sums, pooling) does not count.
 *
 * @throws Error if a layer multiplies that is not known
 */
export function countOperations(model: LayersModel): number {
  return model.layers.reduce((total, layer) => total + operationsOf(layer), 0);
}

/** {@link countOperations} of one layer, which is used once. */
function operationsOf(layer: layers.Layer): number {
  const inputs = shapesOf(layer.input);
  const [output] = shapesOf(layer.output);
  if ('multiplications' in layer) {
    return 2 * (layer as unknown as CountsMultiplications).multiplications(inputs);
  }
  const kernel = layer.weights.find(({ originalName }) => originalName.endsWith('kernel'));
  if (!kernel) return 0;
  const places = product(output.slice(1, -1));
  switch (layer.getClassName()) {
    case 'Dense':
      return 2 * places * product(kernel.shape);
    case 'Conv2D':
      return 2 * places * product(kernel.shape);
    case 'DepthwiseConv2D':
      return 2 * places * product(kernel.shape);
    default:
      throw new Error(`The operations of layer '${layer.name}' are not known.`);
  }
}

function shapesOf(tensors: SymbolicTensor | SymbolicTensor[]): Shape[] {
  return [tensors].flat().map(({ shape }) => shape);
}

/** Of known sizes; those that are not known count as 1. */
function product(sizes: Shape): number {
  return sizes.reduce<number>((total, size) => total * (size ?? 1), 1);
}
