import * as tf from '@tensorflow/tfjs';

/** Lets initializers draw zeros in this file's tests: millions of random numbers change no shape. */
export function drawZeros(): void {
  beforeAll(() => {
    const drawing = [
      tf.initializers.randomNormal({}),
      tf.initializers.randomUniform({}),
      tf.initializers.leCunNormal({}),
    ];
    for (const initializer of drawing) {
      for (
        let prototype = Object.getPrototypeOf(initializer) as typeof initializer;
        Object.hasOwn(prototype, 'apply') || Object.getPrototypeOf(prototype) !== Object.prototype;
        prototype = Object.getPrototypeOf(prototype) as typeof initializer
      ) {
        if (!Object.hasOwn(prototype, 'apply')) continue;
        jest.spyOn(prototype, 'apply').mockImplementation((shape) => tf.zeros(shape as number[]));
        break;
      }
    }
  });
  afterAll(() => jest.restoreAllMocks());
}
