import { encode } from 'jpeg-js';
import { PNG } from 'pngjs';
import { randomImage } from './samples.js';

/** RGB of noise with an opaque alpha channel. */
function rgba(height: number, width: number, seed: number): Buffer {
  const { pixels } = randomImage({ height, width, channels: 4 }, seed);
  return Buffer.from(pixels.map((value, i) => (i % 4 === 3 ? 255 : value)));
}

const jpeg = (height: number, width: number, seed: number): Uint8Array =>
  encode({ height, width, data: rgba(height, width, seed) }, 90).data;

const png = (height: number, width: number, seed: number): Uint8Array => {
  const image = new PNG({ height, width });
  rgba(height, width, seed).copy(image.data);
  return PNG.sync.write(image);
};

/** Twenty image files of several sizes in two class folders: 0.jpg to 4.jpg and 0.png to 4.png in each of a and b. */
export function photographs(): Record<string, Uint8Array> {
  const numbers = [0, 1, 2, 3, 4];
  return Object.fromEntries(
    ['a', 'b'].flatMap((name, c) =>
      numbers.flatMap((i) => [
        [`${name}/${i}.jpg`, jpeg(30 + i, 40 - c, 10 * c + i)] as const,
        [`${name}/${i}.png`, png(25, 30 + i, 50 + 10 * c + i)] as const,
      ]),
    ),
  );
}
