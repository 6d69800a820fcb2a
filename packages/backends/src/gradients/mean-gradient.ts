import { div, Mean, util } from '@tensorflow/tfjs-core';
import type { GradConfig, MeanAttrs } from '@tensorflow/tfjs-core';
import { spreadGradient } from './spread-gradient.js';

/** Gradient of a mean over n elements: dx = dy/n, broadcast over the axes that were averaged. */
export const meanGradient: GradConfig = {
  kernelName: Mean,
  inputsToSave: ['x'],
  gradFunc: (dy, [x], attrs) => {
    const { axis } = attrs as unknown as MeanAttrs;
    const axes = util.parseAxisParam(axis, x.shape);
    const count = axes.reduce((product, i) => product * x.shape[i], 1);
    return {
      x: () => spreadGradient(div(Array.isArray(dy) ? dy[0] : dy, count), x.shape, axis),
    };
  },
};
