import fs, { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { randomStream } from '@gnp/random';
import type { RandomStream } from '@gnp/random';
import { photographs } from '../../../testing/photographs.js';
import { cifarRecord, concatenate, idxFile, randomBytes } from '../../../testing/samples.js';
import { withFolder } from '../../../testing/temp-folder.js';
import type { ImageDataset } from '../../dataset.js';
import { DatasetError } from '../../dataset-error.js';
import { imageLength, sameShape } from '../../image.js';
import { readCifar10 } from './cifar10.js';
import { readCifar100 } from './cifar100.js';
import { readDigits } from './digits.js';
import { readIdx } from './idx.js';
import { readImageFolder } from './image-folder.js';

/** How many damaged copies of each data set are read. */
const tries = Number(process.env.GNP_MUTATIONS ?? 120);

/** What goes wrong with files. */
const damages: readonly ((bytes: Uint8Array, random: RandomStream) => Uint8Array)[] = [
  (bytes, random) => bytes.subarray(0, random.integer(bytes.length)),
  (bytes, random) => concatenate(bytes, randomBytes(1 + random.integer(40), random.integer(99))),
  (bytes, random) => bytes.with(random.integer(bytes.length), random.integer(256)),
  (bytes, random) => bytes.with(random.integer(Math.min(24, bytes.length)), random.integer(256)),
  (bytes, random) => bytes.slice().fill(255, random.integer(bytes.length)),
  (bytes, random) => {
    const from = random.integer(bytes.length);
    return concatenate(bytes.subarray(0, from), bytes.subarray(from + 1 + random.integer(8)));
  },
  (bytes, random) => {
    const from = random.integer(bytes.length);
    return concatenate(bytes.subarray(0, from), bytes.subarray(random.integer(from + 1)));
  },
  (bytes, random) => randomBytes(random.integer(bytes.length), random.integer(99)),
];

const oneOf = <T>(list: readonly T[], random: RandomStream): T => list[random.integer(list.length)];

/** Reads every image of a data set, and holds it to what it says of itself. */
async function check({ train, test, classes, classNames, mean, std, channels }: ImageDataset) {
  expect(classNames).toHaveLength(classes);
  for (const value of [...mean, ...std]) expect(value).toBeGreaterThanOrEqual(0);
  for (const split of [train, test]) {
    const { count, labels, shape } = split;
    expect(count).toBeGreaterThan(0);
    expect(labels).toHaveLength(count);
    expect(labels.every((label) => label >= 0 && label < classes)).toBe(true);
    for (let i = 0; i < count; i++) {
      const image = await split.read(i);
      expect(image.channels).toBe(channels);
      expect(image.pixels).toHaveLength(imageLength(image));
      if (shape) expect(sameShape(image, shape)).toBe(true);
    }
  }
}

/** What a DatasetError says; empty where nothing is thrown. */
async function refusalOf(read: () => unknown): Promise<string> {
  try {
    await read();
    return '';
  } catch (error) {
    if (error instanceof DatasetError) return error.message;
    throw error;
  }
}

const labels = (count: number, classes: number) =>
  Array.from({ length: count }, (_, i) => i % classes);
const cifar = (bytes: number, classes: number) =>
  concatenate(...labels(3, classes).map((label) => cifarRecord(Array(bytes).fill(label), label)));

const idxFiles = (pack: (bytes: Uint8Array) => Uint8Array) => ({
  'train-images-idx3-ubyte': pack(idxFile([6, 4, 5], randomBytes(120, 1))),
  'train-labels-idx1-ubyte': pack(idxFile([6], labels(6, 3))),
  't10k-images-idx3-ubyte': pack(idxFile([3, 4, 5], randomBytes(60, 2))),
  't10k-labels-idx1-ubyte': pack(idxFile([3], labels(3, 3))),
});

const cifar10Files = Object.fromEntries(
  [1, 2, 3, 4, 5]
    .map((i) => [`data_batch_${i}.bin`, cifar(1, 10)])
    .concat([['test_batch.bin', cifar(1, 10)]]),
) as Record<string, Uint8Array>;
const names = Array.from({ length: 10 }, (_, i) => `class ${i}\n`).join('');

/** The small archives that `testing/make-pickle-fixtures.py` wrote. */
function pickled(name: string): Record<string, Uint8Array> {
  const folder = join(__dirname, '../../../testing/fixtures', name);
  return Object.fromEntries(
    fs.readdirSync(folder).map((file) => [file, fs.readFileSync(join(folder, file))]),
  );
}

/** Files of a data set, and what reads them. */
const readers: Record<
  string,
  [files: Record<string, Uint8Array>, read: (dir: string) => ImageDataset | Promise<ImageDataset>]
> = {
  'CIFAR-10': [
    { ...cifar10Files, 'batches.meta.txt': new TextEncoder().encode(names) },
    readCifar10,
  ],
  'CIFAR-100': [
    { 'train.bin': cifar(2, 20), 'test.bin': cifar(2, 20) },
    (dir) => readCifar100(dir),
  ],
  'CIFAR-10, in Python': [pickled('cifar-10-batches-py'), (dir) => readCifar10(dir)],
  'CIFAR-100, in Python': [pickled('cifar-100-python'), (dir) => readCifar100(dir)],
  'IDX files': [idxFiles((bytes) => bytes), (dir) => readIdx(dir)],
  'IDX files, packed': [
    idxFiles((bytes) => gzipSync(bytes)),
    (dir) => readIdx(dir, { classNames: ['a', 'b', 'c'] }),
  ],
  'image folders': [
    photographs(),
    async (dir) => {
      const decoder = 'javascript';
      await readImageFolder(dir, { decoder, cacheShare: 0 });
      return readImageFolder(dir, { decoder });
    },
  ],
};

describe.each(Object.entries(readers))('%s, damaged', (_, [files, read]) => {
  it('are read as what they say, or refused with the name of a file', () =>
    withFolder(files, async (dir) => {
      await check(await read(dir));
      let refused = 0;
      for (let i = 0; i < tries; i++) {
        const random = randomStream(i);
        const [name, bytes] = oneOf(Object.entries(files), random);
        writeFileSync(join(dir, name), oneOf(damages, random)(bytes, random));
        const refusal = await refusalOf(async () => check(await read(dir)));
        expect(refusal).toMatch(/^$|"\/.*gnp-data-/);
        if (refusal) refused++;
        writeFileSync(join(dir, name), bytes);
      }
      expect(refused).toBeGreaterThan(tries / 4);
    }));
});

test('the digits, damaged, are refused', async () => {
  const expected = readDigits();
  const whole = fs.readFileSync;
  let refused = 0;
  for (let i = 0; i < tries / 4; i++) {
    const random = randomStream(i);
    const spy = jest.spyOn(fs, 'readFileSync').mockImplementation((path) => {
      return Buffer.from(oneOf(damages, random)(whole(path) as never, random));
    });
    const refusal = await refusalOf(() => expect(readDigits()).toEqual(expected));
    spy.mockRestore();
    expect(refusal).toMatch(/^$|digits\.csv\.gz.* damaged/);
    if (refusal) refused++; // not where a byte of the gzip header tells nothing
  }
  expect(refused).toBeGreaterThan(tries / 5);
});
