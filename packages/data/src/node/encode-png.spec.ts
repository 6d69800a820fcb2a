import { PNG } from 'pngjs';
import { randomImage } from '../../testing/samples.js';
import { decodeImage } from './decode/decode-image.js';
import { encodePng } from './encode-png.js';

describe('encodePng', () => {
  it.each([1, 3] as const)('keeps every value of %p channels', async (channels) => {
    const image = randomImage({ height: 7, width: 5, channels }, 1);
    const file = encodePng(image);
    expect(await decodeImage(file, { channels })).toEqual(image);
    expect(await decodeImage(file, { channels, decoder: 'sharp' })).toEqual(image);
  });

  it('keeps alpha, and refuses what no PNG holds', () => {
    const image = randomImage({ height: 4, width: 3, channels: 4 }, 2);
    expect([...PNG.sync.read(Buffer.from(encodePng(image))).data]).toEqual([...image.pixels]);
    const two = randomImage({ height: 4, width: 3, channels: 2 }, 3);
    expect(() => encodePng(two)).toThrow('1, 3 or 4 channels; the image is 4x3x2.');
  });
});
