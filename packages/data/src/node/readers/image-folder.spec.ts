import { chmodSync, mkdirSync } from 'node:fs';
import { photographs } from '../../../testing/photographs.js';
import { withFolder } from '../../../testing/temp-folder.js';
import { DatasetError } from '../../dataset-error.js';
import type { ImageArray } from '../../image-array.js';
import { decodeImage } from '../decode/decode-image.js';
import { readImageFolder } from './image-folder.js';

const files = photographs();

/** The same files under another folder. */
const under = (folder: string, some: Record<string, Uint8Array | string> = files) =>
  Object.fromEntries(Object.entries(some).map(([name, content]) => [`${folder}/${name}`, content]));

const split = { ...under('train'), ...under('val') };

const small = { ...under('train', { 'a/0.jpg': files['a/0.jpg'], 'b/0.jpg': files['b/0.jpg'] }) };

describe('readImageFolder', () => {
  afterEach(() => jest.restoreAllMocks());

  it('reads train and val, classes in the order of their names, every file decoded', () =>
    withFolder({ ...split, 'train/.hidden': 'x', 'train/a/notes.txt': 'x' }, async (dir) => {
      const { name, classes, classNames, channels, shape, train, test, mean, std } =
        await readImageFolder(dir);
      expect({ name, classes, classNames, channels, shape }).toEqual({
        ...{ name: 'image-folder', classes: 2, classNames: ['a', 'b'], channels: 3 },
        shape: undefined,
      });
      expect([train.count, test.count]).toEqual([20, 20]);
      expect([...train.labels]).toEqual([
        ...new Array<number>(10).fill(0),
        ...new Array<number>(10).fill(1),
      ]);
      for (const [i, file] of Object.keys(files).sort().entries()) {
        expect(await train.read(i)).toEqual(await decodeImage(files[file]));
      }
      for (const value of [...mean, ...std]) expect(value > 0.1 && value < 0.9).toBe(true);
    }));

  it('gives the same images whether they are kept decoded or listed', () =>
    withFolder(split, async (dir) => {
      const [kept, listed] = await Promise.all(
        [0.9, 0].map((cacheShare) => readImageFolder(dir, { cacheShare })),
      );
      for (let i = 0; i < 20; i++)
        expect(await listed.test.read(i)).toEqual(await kept.test.read(i));
      expect(kept.train.read(3)).not.toBeInstanceOf(Promise);
      const reading = listed.train.read(3);
      expect(reading).toBeInstanceOf(Promise);
      await reading;
      expect(listed.mean).toEqual(kept.mean);
    }));

  it('keeps images of one size one after the other', () =>
    withFolder(
      Object.fromEntries(
        ['a', 'b'].flatMap((c) => [1, 2].map((i) => [`${c}/${i}.jpg`, files['a/0.jpg']])),
      ),
      async (dir) => {
        const { train, shape } = await readImageFolder(`${dir}`, { testFraction: 0.5, seed: 3 });
        expect([train.count, shape]).toEqual([2, { height: 30, width: 40, channels: 3 }]);
      },
    ));

  it('divides one folder by seed, class by class', () =>
    withFolder(files, async (dir) => {
      const parts = await Promise.all(
        [1, 1, 2].map((seed) => readImageFolder(dir, { testFraction: 0.3, seed })),
      );
      const pixels = await Promise.all(
        parts.map(async ({ test }) => (await test.read(0)).pixels.join()),
      );
      for (const { train, test } of parts) {
        expect([train.count, test.count]).toEqual([14, 6]);
        expect([...test.labels]).toEqual([0, 0, 0, 1, 1, 1]);
      }
      expect(pixels[1]).toBe(pixels[0]);
      expect(pixels[2]).not.toBe(pixels[0]);
    }));

  it('makes images grey, and takes the statistics of ImageNet, where asked', () =>
    withFolder(split, async (dir) => {
      const grey = await readImageFolder(dir, { color: 'grey' });
      expect([grey.channels, (await grey.train.read(0)).channels, grey.mean.length]).toEqual([
        1, 1, 1,
      ]);
      const { mean } = await readImageFolder(dir, { statistics: 'imagenet' });
      expect(mean).toEqual([0.485, 0.456, 0.406]);
    }));

  it('bears a class without test images, with a word, and refuses one without training images', async () => {
    const warning = jest.spyOn(process, 'emitWarning').mockReturnValue();
    await withFolder(
      { ...small, ...under('val', { 'a/0.jpg': files['a/0.jpg'] }) },
      async (dir) => {
        const { classes, test } = await readImageFolder(dir);
        expect([classes, test.count]).toEqual([2, 1]);
      },
    );
    expect(warning.mock.calls).toEqual([
      [expect.stringMatching(/val" has no images of 1 of the classes: b\.$/), 'DatasetWarning'],
    ]);
    await withFolder(
      { ...small, ...under('val', { 'c/0.jpg': files['a/0.jpg'] }) },
      async (dir) => {
        await expect(readImageFolder(dir)).rejects.toThrow(
          /val.c" is a class that the training images do not have; they have a, b\./,
        );
      },
    );
  });

  it.each<[string, Record<string, Uint8Array | string>, RegExp]>([
    ['an empty folder', {}, /holds no class folders with JPEG or PNG files; it holds nothing\./],
    ['files without classes', { '1.jpg': files['a/0.jpg'] }, /it holds 1\.jpg\./],
    [
      'an empty class',
      { 'a/1.jpg': files['a/0.jpg'], 'b/x.txt': '' },
      /class folder ".*b" holds no JPEG/,
    ],
    ['train alone', small, /holds train but none of test, val, validation/],
    ['test alone', under('test'), /holds test but no train/],
    ['a text named .jpg', { ...files, 'a/5.jpg': 'Hello' }, /5\.jpg" is neither a JPEG nor a PNG/],
    ['a file of no bytes', { ...files, 'b/5.png': '' }, /5\.png" is empty/],
    [
      'a JPEG that is cut short',
      { ...files, 'b/5.jpg': files['b/0.jpg'].subarray(0, 900) },
      /5\.jpg" is a JPEG that is truncated or damaged: /,
    ],
  ])('says what is wrong with %s', (_, content, message) =>
    withFolder(content, async (dir) => {
      const reading = readImageFolder(dir);
      await expect(reading).rejects.toThrow(DatasetError);
      await expect(reading).rejects.toThrow(message);
    }),
  );

  it('has another image of the class in the place of a damaged one, where asked', () =>
    withFolder({ ...files, 'a/0.jpg': 'Hello', 'a/0.png': '' }, async (dir) => {
      const warning = jest.spyOn(process, 'emitWarning').mockReturnValue();
      const { train } = await readImageFolder(dir, {
        onBadImage: 'skip',
        cacheShare: 0,
        testFraction: 0.1,
      });
      warning.mockClear();
      const { train: good } = await readImageFolder(dir, { onBadImage: 'skip', testFraction: 0.1 });
      const told = warning.mock.calls
        .map(([message]) => String(message).replace(dir, 'DIR'))
        .sort();
      expect(told).toEqual([
        expect.stringMatching(
          /^"DIR.a.0\.jpg" is neither .* Another image of its class .* so far\)\.$/s,
        ),
        expect.stringMatching(/^"DIR.a.0\.png" is empty; .* Another image of its class/),
      ]);
      expect([...train.labels]).toEqual([...good.labels]);
      for (let i = 0; i < train.count; i++) expect(await train.read(i)).toEqual(await good.read(i));
    }));

  it('says that no image of a class can be decoded', () => {
    jest.spyOn(process, 'emitWarning').mockReturnValue();
    return withFolder(
      { 'a/1.jpg': 'x', 'a/2.jpg': 'y', 'b/1.jpg': files['b/0.jpg'], 'b/2.jpg': files['b/0.jpg'] },
      async (dir) => {
        await expect(
          readImageFolder(dir, { onBadImage: 'skip', testFraction: 0.5 }),
        ).rejects.toThrow(/None of the 2 images beside ".*a.[12]\.jpg" can be decoded: /);
      },
    );
  });

  it('says that a folder is missing, is none, or may not be read', () =>
    withFolder(files, async (dir) => {
      await expect(readImageFolder(`${dir}/no`)).rejects.toThrow('does not exist');
      await expect(readImageFolder(`${dir}/a/0.jpg`)).rejects.toThrow('is a file');
      mkdirSync(`${dir}/c`);
      chmodSync(`${dir}/c`, 0);
      // nothing is closed to the superuser
      const message = process.getuid?.() === 0 ? /holds no JPEG/ : /Cannot list the folder/;
      await expect(readImageFolder(dir)).rejects.toThrow(message);
    }));

  it('shares the memory of what it keeps with worker threads', () =>
    withFolder({ 'a/1.jpg': files['a/0.jpg'], 'a/2.jpg': files['a/0.jpg'] }, async (dir) => {
      const { train } = await readImageFolder(dir, { testFraction: 0.5, statistics: 'imagenet' });
      const { images } = train.portable?.argument as ImageArray;
      expect(images.buffer).toBeInstanceOf(SharedArrayBuffer);
      expect([...train.portable!.indices!]).toHaveLength(1);
    }));
});
