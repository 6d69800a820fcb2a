import { createHash } from 'node:crypto';
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { pixelsOf } from '../../../testing/samples.js';
import { withFolder } from '../../../testing/temp-folder.js';
import { DatasetError } from '../../dataset-error.js';
import type { ImageSource } from '../../image-source.js';
import { selectImages } from '../../select-images.js';
import { unpickle } from '../pickle/unpickle.js';
import { cifarImages } from './cifar-images.js';
import { readCifar10 } from './cifar10.js';
import { readCifar100 } from './cifar100.js';

const fixtures = fileURLToPath(new URL('../../../testing/fixtures/', import.meta.url));

interface Batch {
  readonly data: { readonly shape: number[]; readonly sha256: string };
  readonly labels?: number[];
  readonly fine_labels?: number[];
  readonly coarse_labels?: number[];
}
const expected = JSON.parse(readFileSync(`${fixtures}pickles.json`, 'utf8')) as Record<
  string,
  Batch
>;

/** Expects the images of a source to be planes, [count, 3, 32, 32], of this checksum. */
async function expectImages(source: ImageSource, { shape, sha256 }: Batch['data']): Promise<void> {
  const planes = (await pixelsOf(source)).flatMap((pixels) =>
    [0, 1, 2].flatMap((c) => [...pixels.filter((_, i) => i % 3 === c)]),
  );
  expect(planes).toHaveLength(shape[0] * shape[1]);
  expect(createHash('sha256').update(Uint8Array.from(planes)).digest('hex')).toBe(sha256);
}

describe('the Python version', () => {
  it('of CIFAR-10 is read from its folder or the one above', async () => {
    const files = [1, 2, 3, 4, 5].map((n) => expected[`cifar-10-batches-py/data_batch_${n}`]);
    for (const dir of [fixtures, `${fixtures}cifar-10-batches-py`]) {
      const { train, test, classNames } = readCifar10(dir);
      expect([...train.labels]).toEqual(files.flatMap(({ labels }) => labels));
      for (const [i, { data }] of files.entries()) {
        await expectImages(selectImages(train, Uint32Array.of(2 * i, 2 * i + 1)), data);
      }
      await expectImages(test, expected['cifar-10-batches-py/test_batch'].data);
      expect(classNames.slice(8)).toEqual(['ship', 'truck']);
    }
  });

  it('of CIFAR-100 has fine and coarse labels', async () => {
    const train = expected['cifar-100-python/train'];
    const fine = readCifar100(fixtures);
    await expectImages(fine.train, train.data);
    expect([...fine.train.labels]).toEqual(train.fine_labels);
    expect(fine.classNames[99]).toBe('fine 99');
    const coarse = readCifar100(`${fixtures}cifar-100-python`, { labels: 'coarse' });
    expect([...coarse.train.labels]).toEqual(train.coarse_labels);
    expect([...coarse.test.labels]).toEqual(expected['cifar-100-python/test'].coarse_labels);
    expect(coarse.classNames[19]).toBe('coarse 19');
  });

  it('is told by its files, and what is missing or wrong in it by its name', () => {
    const folder = 'cifar-10-batches-py';
    withFolder({}, (dir) => {
      cpSync(`${fixtures}${folder}`, dir, { recursive: true });
      expect(readCifar10(dir).train.count).toBe(10);
      rmSync(`${dir}/data_batch_4`);
      expect(() => readCifar10(dir)).toThrow(`File data_batch_4 is missing in "${dir}"`);
      cpSync(`${dir}/batches.meta`, `${dir}/data_batch_4`);
      expect(() => readCifar10(dir)).toThrow(
        new DatasetError(`"${dir}/data_batch_4" has no 'data' of [count, 3072] unsigned bytes.`),
      );
      cpSync(`${fixtures}cifar-100-python/train`, `${dir}/data_batch_4`);
      expect(() => readCifar10(dir)).toThrow(
        `"${dir}/data_batch_4" holds 3 images; expected a list 'labels' of as many labels`,
      );
      writeFileSync(`${dir}/data_batch_4`, Uint8Array.of(0x80, 2, 0x4e, 0x2e));
      expect(() => readCifar10(dir)).toThrow(`"${dir}/data_batch_4" holds no dict.`);
      cpSync(`${dir}/data_batch_3`, `${dir}/data_batch_4`);
      cpSync(`${dir}/data_batch_3`, `${dir}/batches.meta`);
      expect(() => readCifar10(dir)).toThrow("has no list of texts 'label_names'");
    });
  });

  it('may have anything for a label', () => {
    const deep = Buffer.concat([
      Buffer.from([0x80, 2, 0x5d]),
      Buffer.from(']'.repeat(50_000) + 'a'.repeat(50_000)),
      Buffer.from('.'),
    ]);
    const [label] = unpickle(deep, 'p') as unknown[];
    const part = {
      path: 'p',
      count: 1,
      labelOf: () => label,
      planesOf: () => ({ bytes: new Uint8Array(3072), from: 0 }),
    };
    expect(() => cifarImages([part], 10)).toThrow(
      new DatasetError('Record 0 of "p" has a label that is no number; expected 0 to 9.'),
    );
  });

  it('has labels that are checked', () => {
    withFolder({}, (dir) => {
      cpSync(`${fixtures}cifar-10-batches-py`, dir, { recursive: true });
      const bytes = readFileSync(`${dir}/test_batch`);
      const at = bytes.indexOf('labels', bytes.indexOf('batch_label') + 11) + 'labels'.length;
      const first = bytes.indexOf('K', at);
      bytes[first + 1] = 10;
      writeFileSync(`${dir}/test_batch`, bytes);
      expect(() => readCifar10(dir)).toThrow(
        new DatasetError(`Record 0 of "${dir}/test_batch" has the label 10; expected 0 to 9.`),
      );
    });
  });
});
