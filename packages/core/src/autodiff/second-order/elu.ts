import { EluGrad, add, greater, mul, where, zerosLike } from '@tensorflow/tfjs-core';
import type { GradConfig } from '@tensorflow/tfjs-core';

/** The gradient of elu's gradient, dy where y > 0 and dy (y + 1) elsewhere. */
export const eluGradient: GradConfig = {
  kernelName: EluGrad,
  inputsToSave: ['dy', 'y'],
  gradFunc: (ddx, [dy, y]) => {
    const dx = Array.isArray(ddx) ? ddx[0] : ddx;
    return {
      dy: () => where(greater(y, 0), dx, mul(dx, add(y, 1))),
      y: () => where(greater(y, 0), zerosLike(dx), mul(dx, dy)),
    };
  },
};
