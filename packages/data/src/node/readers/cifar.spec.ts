import { cifarRecord, concatenate } from '../../../testing/samples.js';
import { withFolder } from '../../../testing/temp-folder.js';
import { DatasetError } from '../../dataset-error.js';
import { readCifar10 } from './cifar10.js';
import { readCifar100 } from './cifar100.js';

/** Batch b holds the records of labels b and b + 1, marked b and 10 + b. */
function cifar10Files(prefix = ''): Record<string, Uint8Array | string> {
  const files: Record<string, Uint8Array | string> = {
    [`${prefix}test_batch.bin`]: cifarRecord([9], 100),
  };
  for (let b = 1; b <= 5; b++) {
    files[`${prefix}data_batch_${b}.bin`] = concatenate(
      cifarRecord([b], b),
      cifarRecord([b + 1], 10 + b),
    );
  }
  return files;
}

function cifar100Files(): Record<string, Uint8Array | string> {
  return {
    'train.bin': concatenate(cifarRecord([19, 99], 1), cifarRecord([3, 42], 2)),
    'test.bin': cifarRecord([0, 7], 3),
  };
}

describe('readCifar10', () => {
  it('reads all batches in order, channels last', () => {
    withFolder(cifar10Files(), (dir) => {
      const dataset = readCifar10(dir);
      expect(dataset).toMatchObject({ name: 'cifar10', classes: 10 });
      expect(dataset.shape).toEqual({ height: 32, width: 32, channels: 3 });
      expect(dataset.channels).toBe(3);
      expect(dataset.train.count).toBe(10);
      expect([...dataset.train.labels]).toEqual([1, 2, 2, 3, 3, 4, 4, 5, 5, 6]);
      expect([...dataset.test.labels]).toEqual([9]);
      expect(dataset.classNames[9]).toBe('truck');
      expect(dataset.train.images).toHaveLength(10 * 3072);
      const marks = [1, 11, 2, 12, 3, 13, 4, 14, 5, 15];
      const wrong = dataset.train.images.findIndex((value, i) => {
        const [image, pixel, channel] = [Math.floor(i / 3072), Math.floor((i % 3072) / 3), i % 3];
        return value !== (channel * 50 + pixel + marks[image]) % 256;
      });
      expect(wrong).toBe(-1);
    });
  });

  it('normalises by the published statistics', () => {
    withFolder(cifar10Files(), (dir) => {
      const { mean, std } = readCifar10(dir);
      expect(mean).toEqual([0.49139968, 0.48215841, 0.44653091]);
      expect(std).toEqual([0.24703223, 0.24348513, 0.26158784]);
    });
  });

  it('accepts the folder above, and class names of its own', () => {
    const names = 'a b c d e f g h i j'.split(' ');
    const files = cifar10Files('cifar-10-batches-bin/');
    files['cifar-10-batches-bin/batches.meta.txt'] = names.join('\n') + '\n\n';
    withFolder(files, (dir) => {
      expect(readCifar10(dir).classNames).toEqual(names);
      expect(readCifar10(dir)).toEqual(readCifar10(`${dir}/cifar-10-batches-bin`));
    });
  });

  it('names a missing file and a missing folder', () => {
    const { 'data_batch_3.bin': _, ...files } = cifar10Files();
    withFolder(files, (dir) => {
      expect(() => readCifar10(dir)).toThrow(DatasetError);
      expect(() => readCifar10(dir)).toThrow(`File data_batch_3.bin is missing in "${dir}"`);
      expect(() => readCifar10(`${dir}/no`)).toThrow(`Folder "${dir}/no" does not exist`);
    });
  });

  it.each([0, 3000, 3074])('refuses a file of %p bytes', (length) => {
    const files = { ...cifar10Files(), 'test_batch.bin': new Uint8Array(length) };
    withFolder(files, (dir) => {
      expect(() => readCifar10(dir)).toThrow(DatasetError);
      expect(() => readCifar10(dir)).toThrow(
        `"${dir}/test_batch.bin" has ${length} bytes; expected a multiple of 3073`,
      );
    });
  });

  it('refuses a label out of range', () => {
    const bad = concatenate(cifarRecord([9], 0), cifarRecord([10], 0));
    withFolder({ ...cifar10Files(), 'data_batch_2.bin': bad }, (dir) => {
      expect(() => readCifar10(dir)).toThrow(
        new DatasetError(
          `Record 1 of "${dir}/data_batch_2.bin" has the label 10; expected 0 to 9.`,
        ),
      );
    });
  });

  it('prefers the binary version to the Python one', () => {
    const files = {
      ...cifar10Files('cifar-10-batches-bin/'),
      'cifar-10-batches-py/test_batch': 'x',
    };
    withFolder(files, (dir) => expect(readCifar10(dir).train.count).toBe(10));
  });
});

describe('readCifar100', () => {
  it('reads fine labels, or coarse ones', () => {
    withFolder(cifar100Files(), (dir) => {
      const fine = readCifar100(dir);
      expect([...fine.train.labels, ...fine.test.labels]).toEqual([99, 42, 7]);
      expect([fine.classes, fine.classNames.length]).toEqual([100, 100]);
      const coarse = readCifar100(dir, { labels: 'coarse' });
      expect([...coarse.train.labels, ...coarse.test.labels]).toEqual([19, 3, 0]);
      expect([coarse.classes, coarse.classNames.length]).toEqual([20, 20]);
      expect(coarse.train.images).toEqual(fine.train.images);
      expect([...fine.train.images.subarray(0, 6)]).toEqual([1, 51, 101, 2, 52, 102]);
      expect(fine.mean).toEqual([0.50707516, 0.48654887, 0.44091784]);
      expect(fine.std).toEqual([0.26733429, 0.25643846, 0.27615047]);
    });
  });

  it('takes class names from the files', () => {
    const list = (n: number, word: string) => Array.from({ length: n }, (_, i) => `${word} ${i}`);
    const files = {
      ...cifar100Files(),
      'fine_label_names.txt': list(100, 'fine').join('\n'),
      'coarse_label_names.txt': list(19, 'coarse').join('\n'),
    };
    withFolder(files, (dir) => {
      expect(readCifar100(dir).classNames).toEqual(list(100, 'fine'));
      expect(() => readCifar100(dir, { labels: 'coarse' })).toThrow(
        'holds 19 class names; expected 20',
      );
    });
  });

  it('refuses labels out of range, a cut file and an unknown kind of labels', () => {
    const files = { ...cifar100Files(), 'test.bin': cifarRecord([20, 100], 0) };
    withFolder(files, (dir) => {
      expect(() => readCifar100(dir)).toThrow('has the label 100; expected 0 to 99');
      expect(() => readCifar100(dir, { labels: 'coarse' })).toThrow(
        'has the label 20; expected 0 to 19',
      );
      expect(() => readCifar100(dir, { labels: 'corse' as 'coarse' })).toThrow(
        `labels must be one of fine, coarse, got "corse". Did you mean 'coarse'?`,
      );
    });
    withFolder({ ...cifar100Files(), 'train.bin': new Uint8Array(3073) }, (dir) => {
      expect(() => readCifar100(dir)).toThrow('has 3073 bytes; expected a multiple of 3074');
    });
  });
});
