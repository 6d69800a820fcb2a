import { Sum } from '@tensorflow/tfjs-core';
import type { GradConfig, SumAttrs } from '@tensorflow/tfjs-core';
import { spreadGradient } from './spread-gradient.js';

/** Gradient of a sum: dx = dy, broadcast over the axes that were summed. */
export const sumGradient: GradConfig = {
  kernelName: Sum,
  inputsToSave: ['x'],
  gradFunc: (dy, [x], attrs) => ({
    x: () =>
      spreadGradient(Array.isArray(dy) ? dy[0] : dy, x.shape, (attrs as unknown as SumAttrs).axis),
  }),
};
