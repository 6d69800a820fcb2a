import { gzipSync } from 'node:zlib';
import { idxFile, randomBytes } from '../../../testing/samples.js';
import { withFolder } from '../../../testing/temp-folder.js';
import { DatasetError } from '../../dataset-error.js';
import { readIdx } from './idx.js';

const trainPixels = randomBytes(4 * 6, 1);
const testPixels = randomBytes(2 * 6, 2);

function idxFiles(): Record<string, Uint8Array> {
  return {
    'train-images-idx3-ubyte': idxFile([4, 2, 3], trainPixels),
    'train-labels-idx1-ubyte': idxFile([4], [0, 2, 1, 2]),
    't10k-images-idx3-ubyte': idxFile([2, 2, 3], testPixels),
    't10k-labels-idx1-ubyte': idxFile([2], [2, 0]),
  };
}

function expectError(files: Record<string, Uint8Array>, message: string): void {
  withFolder(files, (dir) => {
    expect(() => readIdx(dir)).toThrow(DatasetError);
    expect(() => readIdx(dir)).toThrow(message.replaceAll('DIR', dir));
  });
}

describe('readIdx', () => {
  it('reads the four files and computes the training statistics', () => {
    withFolder(idxFiles(), (dir) => {
      const dataset = readIdx(dir, { name: 'mine' });
      expect(dataset).toMatchObject({ name: 'mine', classes: 3, channels: 1 });
      expect(dataset.shape).toEqual({ height: 2, width: 3, channels: 1 });
      expect(dataset.classNames).toEqual(['0', '1', '2']);
      expect([...dataset.train.images]).toEqual([...trainPixels]);
      expect([...dataset.test.images]).toEqual([...testPixels]);
      expect([...dataset.train.labels]).toEqual([0, 2, 1, 2]);
      expect([...dataset.test.labels]).toEqual([2, 0]);
      const values = [...trainPixels].map((value) => value / 255);
      const mean = values.reduce((a, b) => a + b) / values.length;
      const variance = values.reduce((a, v) => a + (v - mean) ** 2, 0) / values.length;
      expect(dataset.mean).toEqual([expect.closeTo(mean, 12)]);
      expect(dataset.std).toEqual([expect.closeTo(Math.sqrt(variance), 12)]);
    });
  });

  it('reads compressed files and the other spelling alike', () => {
    const plain = withFolder(idxFiles(), (dir) => readIdx(dir));
    const entries = Object.entries(idxFiles());
    const packed = entries.map(([name, bytes]) => [`${name}.gz`, gzipSync(bytes)]);
    const dotted = entries.map(([name, bytes]) => [name.replace('-idx', '.idx'), bytes]);
    const both = dotted.map(([name, bytes]) => [`${String(name)}.gz`, gzipSync(bytes)]);
    for (const files of [packed, dotted, both]) {
      expect(withFolder(Object.fromEntries(files), (dir) => readIdx(dir))).toEqual(plain);
    }
  });

  it('takes the classes from the names where they are given', () => {
    withFolder(idxFiles(), (dir) => {
      const dataset = readIdx(dir, { classNames: ['a', 'b', 'c', 'd'] });
      expect(dataset.classes).toBe(4);
      expect(() => readIdx(dir, { classNames: ['a', 'b'] })).toThrow(
        `Label 1 of "${dir}/train-labels-idx1-ubyte" is 2; expected 0 to 1.`,
      );
    });
  });

  it('names missing files and folders', () => {
    const { 't10k-labels-idx1-ubyte': _, ...files } = idxFiles();
    expectError(files, 'File t10k-labels-idx1-ubyte or t10k-labels-idx1-ubyte.gz or');
    expect(() => readIdx('/no/such/folder')).toThrow('Folder "/no/such/folder" does not exist');
  });

  it('refuses a wrong magic number', () => {
    const labels = idxFiles()['train-labels-idx1-ubyte'];
    expectError(
      { ...idxFiles(), 'train-images-idx3-ubyte': Uint8Array.from([...labels, ...labels]) },
      '"DIR/train-images-idx3-ubyte" begins with the magic number 2049; expected 2051',
    );
  });

  it('refuses files that are shorter or longer than their header says', () => {
    const bytes = idxFile([4, 2, 3], trainPixels);
    for (const length of [39, 41]) {
      const wrong = Uint8Array.from({ length }, (_, i) => bytes[i] ?? 0);
      expectError(
        { ...idxFiles(), 'train-images-idx3-ubyte': wrong },
        `"DIR/train-images-idx3-ubyte" has ${length} bytes (decompressed); expected 40 for 4 x 2 x 3.`,
      );
    }
    expectError(
      { ...idxFiles(), 'train-labels-idx1-ubyte': new Uint8Array(5) },
      'has 5 bytes (decompressed); its header alone takes 8.',
    );
  });

  it('refuses a compressed file that is cut short', () => {
    const packed = gzipSync(idxFile([4, 2, 3], trainPixels));
    expectError(
      { ...idxFiles(), 'train-images-idx3-ubyte': packed.subarray(0, packed.length - 12) },
      'is truncated or damaged',
    );
  });

  it('refuses empty dimensions', () => {
    expectError(
      { ...idxFiles(), 't10k-images-idx3-ubyte': idxFile([2, 0, 3], []) },
      'has the dimensions 2 x 0 x 3; expected at least 1 each.',
    );
  });

  it('refuses images and labels that differ in number', () => {
    expectError(
      { ...idxFiles(), 't10k-labels-idx1-ubyte': idxFile([3], [0, 1, 2]) },
      '"DIR/t10k-images-idx3-ubyte" holds 2 images but "DIR/t10k-labels-idx1-ubyte" 3 labels',
    );
  });

  it('refuses test images of another size, and test labels beyond the training labels', () => {
    expectError(
      { ...idxFiles(), 't10k-images-idx3-ubyte': idxFile([2, 3, 2], testPixels) },
      'Training images in "DIR" are 2x3, test images 3x2',
    );
    expectError(
      { ...idxFiles(), 't10k-labels-idx1-ubyte': idxFile([2], [0, 3]) },
      'Label 1 of "DIR/t10k-labels-idx1-ubyte" is 3; expected 0 to 2.',
    );
  });
});
