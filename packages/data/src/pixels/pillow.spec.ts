import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Image } from '../image.js';
import * as operations from './index.js';
import type { Interpolation } from './index.js';

interface Fixtures {
  readonly images: Readonly<Record<string, { shape: [number, number, number]; pixels: string }>>;
  readonly cases: readonly {
    readonly operation: string;
    readonly arguments: readonly unknown[];
    readonly image: string;
    readonly pixels: string;
  }[];
}

/** Made by `testing/pillow/make-fixtures.py` with Pillow 9.4. */
const fixtures = JSON.parse(
  readFileSync(join(__dirname, '../../testing/pillow/fixtures.json'), 'utf8'),
) as Fixtures;

const bytes = (text: string) => new Uint8Array(Buffer.from(text, 'base64'));

function imageNamed(name: string): Image {
  const { shape, pixels } = fixtures.images[name];
  const [height, width, channels] = shape;
  return { height, width, channels, pixels: bytes(pixels) };
}

type Operation = (image: Image, ...args: never[]) => Image;

function apply(operation: string, image: Image, args: readonly unknown[]): Image {
  if (operation !== 'resize') {
    const named = operations as unknown as Record<string, Operation>;
    return named[operation](image, ...(args as never[]));
  }
  const [height, width, interpolation, box] = args as [number, number, Interpolation, number[]?];
  const window = box && {
    left: box[0] * image.width,
    top: box[1] * image.height,
    width: (box[2] - box[0]) * image.width,
    height: (box[3] - box[1]) * image.height,
  };
  return operations.resize(image, { height, width }, interpolation, window);
}

const names = [...new Set(fixtures.cases.map(({ operation }) => operation))];

describe('what Pillow makes of images', () => {
  it('is tried for every operation that Pillow has', () => {
    expect(names.sort()).toEqual(
      [
        ...['autoContrast', 'brightness', 'color', 'contrast', 'equalize', 'invert', 'posterize'],
        ...['resize', 'rotate', 'sharpness', 'shearX', 'shearY', 'solarize'],
        ...['translateX', 'translateY'],
      ].sort(),
    );
  });

  it.each(names)('%s makes, bit for bit', (name) => {
    const differences = fixtures.cases
      .filter(({ operation }) => operation === name)
      .flatMap(({ arguments: args, image, pixels }) => {
        const source = imageNamed(image);
        const before = source.pixels.slice();
        const found = apply(name, source, args);
        expect(source.pixels).toEqual(before);
        const expected = bytes(pixels);
        const [height, width] = name === 'resize' ? args : [source.height, source.width];
        expect([found.height, found.width, found.channels]).toEqual([
          height,
          width,
          source.channels,
        ]);
        let [wrong, most] = [0, 0];
        expected.forEach((value, i) => {
          const off = Math.abs(value - found.pixels[i]);
          if (off > 0) wrong++;
          most = Math.max(most, off);
        });
        const size = `${source.height}x${source.width}`;
        return wrong === 0
          ? []
          : [
              `${image} ${size} ${JSON.stringify(args)}: ${wrong} of ${expected.length} differ, by up to ${most}`,
            ];
      });
    expect(differences).toEqual([]);
  });
});
