import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatasetError } from '../../dataset-error.js';
import { decodeImage } from './decode-image.js';
import { readHeader } from './header.js';

interface Encoded {
  readonly file: string;
  readonly shape: [height: number, width: number];
  readonly pixels: string;
}

/** Made by `testing/pillow/make-encoded.py` with Pillow 9.4. */
const files = JSON.parse(
  readFileSync(join(__dirname, '../../../testing/pillow/encoded.json'), 'utf8'),
) as Record<string, Encoded>;
const bytes = (text: string) => new Uint8Array(Buffer.from(text, 'base64'));
const fileOf = (name: string) => bytes(files[name].file);

/** How far pixels are apart: on average, and at most. */
function distance(a: Uint8Array, b: Uint8Array): { mean: number; most: number } {
  let [sum, most] = [0, 0];
  a.forEach((value, i) => {
    const off = Math.abs(value - b[i]);
    sum += off;
    most = Math.max(most, off);
  });
  return { mean: sum / a.length, most };
}

/** Colours that are stored at half the size are stretched in other ways: at edges they differ by more. */
const tolerances: Readonly<Record<string, { mean: number; most: number }>> = {
  jpg: { mean: 0.7, most: 4 },
  'subsampled.jpg': { mean: 5, most: 90 },
  png: { mean: 0, most: 0 },
};

describe.each(['javascript', 'sharp'] as const)('decoding by %s', (decoder) => {
  it.each(Object.keys(files))('gives the pixels of Pillow for %s', async (name) => {
    const { shape, pixels } = files[name];
    const image = await decodeImage(fileOf(name), { decoder, path: name });
    expect([image.height, image.width, image.channels]).toEqual([...shape, 3]);
    const { mean, most } = tolerances[name] ?? tolerances[name.slice(name.lastIndexOf('.') + 1)];
    const found = distance(image.pixels, bytes(pixels));
    expect(found.mean).toBeLessThanOrEqual(mean);
    expect(found.most).toBeLessThanOrEqual(most);
  });

  it('turns images as their camera noted, where asked', async () => {
    const [plain, turned] = await Promise.all(
      [false, true].map((exifRotation) =>
        decodeImage(fileOf('rotated.jpg'), { decoder, exifRotation }),
      ),
    );
    expect([turned.height, turned.width]).toEqual([plain.width, plain.height]);
    // orientation 6: what is at the left comes to the top
    const pixel = ({ pixels, width }: typeof plain, row: number, column: number) => [
      ...pixels.subarray(3 * (row * width + column), 3 * (row * width + column) + 3),
    ];
    for (const [row, column] of [
      [0, 0],
      [7, 25],
      [33, 44],
    ] as const) {
      expect(pixel(turned, column, turned.width - 1 - row)).toEqual(pixel(plain, row, column));
    }
  });

  it('makes grey of colours where asked', async () => {
    const [grey, colour] = await Promise.all(
      ([1, 3] as const).map((channels) => decodeImage(fileOf('rgb.png'), { decoder, channels })),
    );
    expect(grey.channels).toBe(1);
    const luma = Array.from(grey.pixels, (_, i) => {
      const [r, g, b] = colour.pixels.subarray(3 * i, 3 * i + 3);
      return 0.299 * r + 0.587 * g + 0.114 * b;
    });
    luma.forEach((value, i) => expect(Math.abs(grey.pixels[i] - value)).toBeLessThan(0.51));
  });

  it.each(Object.keys(files))('names %s where it is cut short', async (name) => {
    const whole = fileOf(name);
    for (const share of [0.02, 0.3, 0.6, 0.8]) {
      const cut = whole.subarray(0, Math.floor(share * whole.length));
      const decoding = decodeImage(cut, { decoder, path: `a/${name}` });
      await expect(decoding).rejects.toThrow(DatasetError);
      await expect(decoding).rejects.toThrow(`"a/${name}" is a`);
    }
  });
});

describe('decoding', () => {
  it.each([
    ['', '"x.jpg" is empty; expected a JPEG or PNG image.'],
    [
      'Hello, this is text.',
      '"x.jpg" is neither a JPEG nor a PNG image: it begins with "Hello, this is t".',
    ],
  ])('refuses %j', async (text, message) => {
    const decoding = decodeImage(new TextEncoder().encode(text), { path: 'x.jpg' });
    await expect(decoding).rejects.toThrow(message);
  });

  it('refuses an image of too many pixels before it is decoded', async () => {
    const bomb = fileOf('rgb.png').slice();
    new DataView(bomb.buffer).setUint32(16, 20_000); // its header says that it is 20,000 pixels wide
    new DataView(bomb.buffer).setUint32(20, 20_000);
    const decoding = decodeImage(bomb, { path: 'bomb.png' });
    await expect(decoding).rejects.toThrow(
      '"bomb.png" has 20000x20000 pixels; the most are 100000000 (maxPixels).',
    );
    await expect(decodeImage(fileOf('rgb.png'), { maxPixels: 100 })).rejects.toThrow(
      '34x45 pixels',
    );
  });

  it('reads size and orientation from the header alone', () => {
    expect(readHeader(fileOf('rotated.jpg').subarray(0, 400), 'x')).toEqual({
      ...{ format: 'jpg', height: 34, width: 45, orientation: 6 },
    });
    expect(readHeader(fileOf('palette.png').subarray(0, 64), 'x')).toMatchObject({
      ...{ format: 'png', height: 34, width: 45 },
    });
  });
});
