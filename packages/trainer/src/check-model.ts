import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Loss } from './loss.js';

/**
 * The shape of a model's inputs and the number of its classes.
 *
 * @throws Error if it has not one input and one output [batch, classes], or ends in softmax where the loss
 *   takes logits
 * @throws RangeError if there are not as many class weights as classes
 */
export function checkModel(
  model: LayersModel,
  loss: Loss,
  classWeights?: readonly number[],
): { inputShape: (number | null)[]; classes: number } {
  const { inputs, outputs } = model;
  const [, classes] = outputs?.[0]?.shape ?? [];
  if (inputs?.length !== 1 || outputs?.length !== 1 || outputs[0].rank !== 2 || !classes) {
    const shapes = (outputs ?? []).map(
      ({ shape }) => `[${shape.map((n) => n ?? 'any').join(', ')}]`,
    );
    throw new Error(
      `The model must have one input and one output [any, classes]; it has ${inputs?.length ?? 0} ` +
        `inputs and the outputs ${shapes.join(' and ') || 'none: is it built?'}.`,
    );
  }
  const softmax = loss.of === 'logits' ? softmaxLayerOf(model) : undefined;
  if (softmax) {
    throw new Error(
      `The model ends in softmax (layer '${softmax}'), but the loss takes logits: ` +
        `leave the softmax out, and apply it where you want probabilities.`,
    );
  }
  if (classWeights && classWeights.length !== classes) {
    throw new RangeError(
      `There are ${classWeights.length} class weights; the model has ${classes} classes.`,
    );
  }
  return { inputShape: inputs[0].shape, classes };
}

/** The name of the model's last layer, if it is a softmax. */
function softmaxLayerOf({ outputs }: LayersModel): string | undefined {
  const { sourceLayer } = outputs[0];
  const { activation } = sourceLayer as { activation?: { getClassName?(): string } };
  const isSoftmax =
    sourceLayer.getClassName() === 'Softmax' || activation?.getClassName?.() === 'softmax';
  return isSoftmax ? sourceLayer.name : undefined;
}
