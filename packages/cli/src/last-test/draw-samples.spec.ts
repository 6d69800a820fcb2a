import { describeShape, ImageArray } from '@gnp/data';
import type { Image, ImageSource } from '@gnp/data';
import { decodeImage } from '@gnp/data/node';
import { randomStream } from '@gnp/random';
import { drawSamples } from './draw-samples.js';
import { formatSamples } from './samples-file.js';

const noise = (count: number, height: number, width: number, channels: number) => {
  const random = randomStream(1);
  const length = count * height * width * channels;
  const bytes = Uint8Array.from({ length }, () => random.uniform() * 256);
  return new ImageArray(bytes, new Int32Array(count), { height, width, channels });
};

/** Images of class 0, of which every second is taken for class 1. */
const drawn = (source: ImageSource) =>
  drawSamples({
    ...{ split: 'test', step: 9, source, classNames: ['cat', 'dog'] },
    predictions: {
      labels: source.labels,
      predicted: source.labels.map((_, i) => i % 2),
      probabilities: Float32Array.from(source.labels, (_, i) => 0.3 + i / 100),
    },
  });

test.each([
  ['grey', 1],
  ['colour', 3],
] as const)(
  'small %s images are kept down to the pixel, with what they were taken for',
  async (_, channels) => {
    const source = noise(5, 8, 6, channels);
    const found = (await drawn(source))!;
    expect(found).toMatchObject({ split: 'test', step: 9, count: 5, errors: 2 });
    expect(found.samples.map(({ index }) => index)).toEqual([3, 1, 0, 2, 4]);
    const [first, , hit] = found.samples;
    expect(first).toMatchObject({
      ...{ choice: 'confident error', label: 0, labelName: 'cat' },
      ...{ predicted: 1, predictedName: 'dog', probability: 0.33, height: 8, width: 6 },
    });
    expect(hit).toMatchObject({ choice: 'unsure hit', predictedName: 'cat', probability: 0.3 });
    for (const { png, index } of found.samples) {
      const image = await decodeImage(Buffer.from(png, 'base64'), { channels });
      expect(Buffer.from(image.pixels).equals(source.read(index).pixels)).toBe(true);
    }
  },
);

test('many large ones are made so small that the file is', async () => {
  const source = noise(40, 200, 100, 3);
  const { samples } = (await drawn(source))!;
  expect(samples).toHaveLength(24);
  const { height, width } = samples[0];
  expect(height).toBeLessThanOrEqual(96);
  expect(width).toBe(height / 2);
  expect(formatSamples((await drawn(source))!).length).toBeLessThan(300_000);
  const one = (await drawn(noise(1, 200, 100, 3)))!.samples[0];
  expect(describeShape({ ...one, channels: 3 })).toBe('96x48x3');
});

test('what is no picture is left out, and what cannot be read is an error', async () => {
  expect(await drawn(noise(3, 4, 4, 2))).toBeUndefined();
  const read = (): Promise<Image> => Promise.reject(new Error('a.png is gone'));
  const gone = { count: 3, labels: new Int32Array(3), read };
  await expect(drawn(gone)).rejects.toThrow('a.png is gone');
});
