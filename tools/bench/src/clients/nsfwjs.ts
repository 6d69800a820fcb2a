import type * as tf from '@tensorflow/tfjs';
import { load } from 'nsfwjs';
import type { Client } from './client.js';

/** Classifies with the MobileNetV2 of its package. */
export const nsfwjs: Client = {
  name: 'nsfwjs',
  async open() {
    const info = console.info;
    const log = console.log;
    console.info = console.log = () => {}; // it says which of its models it is
    const model = await load('MobileNetV2').finally(() => {
      [console.info, console.log] = [info, log];
    });
    return async (photograph: tf.Tensor3D) => {
      const found = await model.classify(photograph);
      return {
        words: found.map(({ className }) => className),
        numbers: found.map(({ probability }) => probability),
      };
    };
  },
};
