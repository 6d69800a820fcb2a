import { readCifar10 } from './readers/cifar10.js';
import { readCifar100 } from './readers/cifar100.js';
import type { Cifar100Options } from './readers/cifar100.js';
import { readDigits } from './readers/digits.js';
import type { DigitsOptions } from './readers/digits.js';
import { readIdx } from './readers/idx.js';
import type { IdxOptions } from './readers/idx.js';
import type { ImageDataset } from './dataset.js';

/** What can be told of a data set before it is read. */
export interface DatasetInfo {
  readonly name: string;
  /** Size and content, in one line. */
  readonly description: string;
  /** Whether its files must be given as a folder. */
  readonly needsDir: boolean;
  /** Under which terms it may be used. */
  readonly licence: string;
  /** Where to get it, in words. */
  readonly source: string;
  /** The options that its reader takes. */
  readonly options: readonly string[];
}

/** The options of all readers; each takes its own only. */
export type ReaderOptions = DigitsOptions & Cifar100Options & Pick<IdxOptions, 'classNames'>;

/** An entry of the table: what is told of a data set, and how it is read. */
export interface DatasetEntry extends DatasetInfo {
  read(dir: string, options: ReaderOptions): ImageDataset;
}

const digitNames = Array.from({ length: 10 }, (_, digit) => String(digit));
const fashionNames = [
  'T-shirt/top',
  'Trouser',
  'Pullover',
  'Dress',
  'Coat',
  'Sandal',
  'Shirt',
  'Sneaker',
  'Bag',
  'Ankle boot',
];
const cifarLicence = 'None stated; cite A. Krizhevsky, 2009';
const cifarSource = 'https://www.cs.toronto.edu/~kriz/cifar.html';

/** Every data set that can be loaded by name; a new one is one more entry. */
export const registry: readonly DatasetEntry[] = [
  {
    name: 'digits',
    description: '1,797 handwritten digits, 8x8 grey, 10 classes; shipped with the package',
    needsDir: false,
    licence: 'CC BY 4.0, E. Alpaydin and C. Kaynak, UCI, 1998, doi:10.24432/C50P49',
    source: 'Shipped with @gnp/data',
    options: ['testFraction', 'seed'],
    read: (_, { testFraction, seed }) => readDigits({ testFraction, seed }),
  },
  {
    name: 'cifar10',
    description: '50,000 + 10,000 photographs, 32x32 RGB, 10 classes',
    needsDir: true,
    licence: cifarLicence,
    source: `${cifarSource}, "CIFAR-10 binary version", unpacked`,
    options: [],
    read: (dir) => readCifar10(dir),
  },
  {
    name: 'cifar100',
    description: '50,000 + 10,000 photographs, 32x32 RGB, 100 fine or 20 coarse classes',
    needsDir: true,
    licence: cifarLicence,
    source: `${cifarSource}, "CIFAR-100 binary version", unpacked`,
    options: ['labels'],
    read: (dir, { labels }) => readCifar100(dir, { labels }),
  },
  {
    name: 'mnist',
    description: '60,000 + 10,000 handwritten digits, 28x28 grey, 10 classes',
    needsDir: true,
    licence: 'CC BY-SA 3.0, Y. LeCun, C. Cortes and C. Burges',
    source:
      'The four IDX files from http://yann.lecun.com/exdb/mnist or a mirror of it, .gz or not',
    options: [],
    read: (dir) => readIdx(dir, { name: 'mnist', classNames: digitNames }),
  },
  {
    name: 'fashion-mnist',
    description: '60,000 + 10,000 articles of clothing, 28x28 grey, 10 classes',
    needsDir: true,
    licence: 'MIT, Zalando SE, 2017',
    source: 'The four IDX files from https://github.com/zalandoresearch/fashion-mnist, .gz or not',
    options: [],
    read: (dir) => readIdx(dir, { name: 'fashion-mnist', classNames: fashionNames }),
  },
  {
    name: 'idx',
    description: 'Grey images of any size in four IDX files named as those of MNIST',
    needsDir: true,
    licence: 'That of the files',
    source: 'Your own files',
    options: ['classNames'],
    read: (dir, { classNames }) => readIdx(dir, { classNames }),
  },
];
