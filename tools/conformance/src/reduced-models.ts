import { createModel, findModel, listModels } from '@gnp/models';
import type { ModelOptions } from '@gnp/models';

const chosen = [
  ...['vgg16', 'vgg16bn', 'resnet18', 'resnet50', 'resnet8', 'wideresnet-16-4'],
  ...['wideresnet-2-96-shakeshake', 'pyramidnet-164-48', 'pyramidnet-164-48-shakedrop'],
  ...['vit-ti16', 'swin-tiny', 'swin-tiny-patch4', 'cait-xxs12'],
];

/** One model of each family, and of each kind within one. */
export const kinds = listModels()
  .filter(({ name, family }, i, all) =>
    all.some((other) => other.family === family && chosen.includes(other.name))
      ? chosen.includes(name)
      : all.findIndex((other) => other.family === family) === i,
  )
  .map(({ name }) => name);

/** Options that make a model of any family small enough for the slowest backend. */
export function reducedOptions(name: string): ModelOptions {
  const { options = [] } = findModel(name);
  const wide = /^(vit|cait)/.test(name)
    ? 0.03
    : /^(swin|pyramid|wideresnet-2)/.test(name)
      ? 0.1
      : 0.06;
  const deep = /^pyramid/.test(name) ? 0.06 : 0.17;
  return {
    ...{ classes: 4, channels: 2, seed: 1 },
    imageSize: /^swin.*224/.test(name)
      ? 224
      : /^swin.*patch4/.test(name)
        ? 64
        : /^(vgg|swin)/.test(name)
          ? 32
          : 8,
    ...(options.includes('widthMultiplier') && { widthMultiplier: wide }),
    ...(options.includes('depthMultiplier') && { depthMultiplier: deep }),
  };
}

/** A model of any family, small. */
export function reducedModel(name: string, options: ModelOptions = {}) {
  return createModel(name, { ...reducedOptions(name), ...options });
}
