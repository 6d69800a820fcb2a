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

/** By the beginning of a name, the first that fits: the side of an image and the width. */
const sizes: [name: RegExp, options: ModelOptions & { imageSize: number }][] = [
  [/^vgg/, { imageSize: 32, widthMultiplier: 0.03 }],
  // four maps of tokens, of which the third has several windows
  [/^swin.*224/, { imageSize: 64, windowSize: 2, widthMultiplier: 0.03 }],
  [/^swin.*patch4/, { imageSize: 64, widthMultiplier: 0.03 }],
  [/^swin/, { imageSize: 32, widthMultiplier: 0.03 }],
  [/^(vit|cait)/, { imageSize: 8, widthMultiplier: 0.03 }],
  [/^pyramid/, { imageSize: 8, widthMultiplier: 0.1, depthMultiplier: 0.06 }],
  [/^wideresnet-2/, { imageSize: 8, widthMultiplier: 0.1 }],
  // on smaller images norms would stand on three numbers, and rounding on nothing
  [/^resnet(18|34|50|\d{3})/, { imageSize: 16, widthMultiplier: 0.06 }],
  [/^/, { imageSize: 8, widthMultiplier: 0.06 }],
];

/** Options that make a model of any family small enough for the slowest backend. */
export function reducedOptions(name: string): ModelOptions & { imageSize: number } {
  const { options } = findModel(name);
  const [, size] = sizes.find(([pattern]) => pattern.test(name))!;
  const given = { depthMultiplier: 0.17, ...size };
  const known = Object.entries(given).filter(
    ([option]) => option === 'imageSize' || option in options,
  );
  return {
    ...{ classes: 4, channels: 2, seed: 1, imageSize: size.imageSize },
    ...Object.fromEntries(known),
  };
}

/** A model of any family, small. */
export function reducedModel(name: string, options: ModelOptions = {}) {
  return createModel(name, { ...reducedOptions(name), ...options });
}
