import { define, text } from '@gnp/options';
import type { Options } from '@gnp/options';
import { synthetic } from '../synthetic.js';
import { readCifar10 } from './readers/cifar10.js';
import { cifar100Options, readCifar100 } from './readers/cifar100.js';
import { digitsOptions, readDigits } from './readers/digits.js';
import { idxOptions, readIdx } from './readers/idx.js';
import { imageFolderOptions, readImageFolder } from './readers/image-folder.js';

/** What can be told of a data set before it is read. */
export interface DatasetInfo {
  readonly name: string;
  /** Size and content, in one line. */
  readonly description: string;
  /** Under which terms it may be used. */
  readonly licence: string;
  /** Where to get it, in words. */
  readonly source: string;
  /** What can be chosen of it; `dir`, the folder of its files, where it needs one. */
  readonly options: Options;
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

/** The option of data sets that are not shipped. */
const dirOf = (files: string) => ({ dir: text(`folder of ${files}`) });

const idxFiles = 'the four IDX files, .gz or not';

/** Every data set that can be loaded by name; a new one is one more. */
export const allDatasets = [
  define(
    {
      name: 'digits',
      description: '1,797 handwritten digits, 8x8 grey, 10 classes; shipped with the package',
      licence: 'CC BY 4.0, E. Alpaydin and C. Kaynak, UCI, 1998, doi:10.24432/C50P49',
      source: 'Shipped with @gnp/data',
      options: digitsOptions,
    },
    readDigits,
  ),
  define(
    {
      name: 'cifar10',
      description: '50,000 + 10,000 photographs, 32x32 RGB, 10 classes',
      licence: cifarLicence,
      source: `${cifarSource}, the binary or the Python version, unpacked`,
      options: dirOf(`CIFAR-10, the binary or the Python version, unpacked, from ${cifarSource}`),
    },
    ({ dir }) => readCifar10(dir),
  ),
  define(
    {
      name: 'cifar100',
      description: '50,000 + 10,000 photographs, 32x32 RGB, 100 fine or 20 coarse classes',
      licence: cifarLicence,
      source: `${cifarSource}, the binary or the Python version, unpacked`,
      options: {
        ...dirOf(`CIFAR-100, the binary or the Python version, unpacked, from ${cifarSource}`),
        ...cifar100Options,
      },
    },
    ({ dir, ...options }) => readCifar100(dir, options),
  ),
  define(
    {
      name: 'mnist',
      description: '60,000 + 10,000 handwritten digits, 28x28 grey, 10 classes',
      licence: 'CC BY-SA 3.0, Y. LeCun, C. Cortes and C. Burges',
      source:
        'The four IDX files from http://yann.lecun.com/exdb/mnist or a mirror of it, .gz or not',
      options: dirOf(`${idxFiles}, from http://yann.lecun.com/exdb/mnist or a mirror of it`),
    },
    ({ dir }) => readIdx(dir, { name: 'mnist', classNames: digitNames }),
  ),
  define(
    {
      name: 'fashion-mnist',
      description: '60,000 + 10,000 articles of clothing, 28x28 grey, 10 classes',
      licence: 'MIT, Zalando SE, 2017',
      source:
        'The four IDX files from https://github.com/zalandoresearch/fashion-mnist, .gz or not',
      options: dirOf(`${idxFiles}, from https://github.com/zalandoresearch/fashion-mnist`),
    },
    ({ dir }) => readIdx(dir, { name: 'fashion-mnist', classNames: fashionNames }),
  ),
  define(
    {
      name: 'image-folder',
      description: 'Your own JPEG or PNG images, of any size, in folders named after their classes',
      licence: 'That of the files',
      source: 'Your own files',
      options: { ...dirOf('train and test (or val), or of the classes'), ...imageFolderOptions },
    },
    ({ dir, ...options }) => readImageFolder(dir, options),
  ),
  define(
    {
      name: synthetic.name,
      description: 'Waves and noise of any size and number, made as they are asked for',
      licence: 'Apache-2.0',
      source: 'Made by @gnp/data',
      options: synthetic.options,
    },
    synthetic,
  ),
  define(
    {
      name: 'idx',
      description: 'Grey images of any size in four IDX files named as those of MNIST',
      licence: 'That of the files',
      source: 'Your own files',
      options: { ...dirOf(`${idxFiles}, named as those of MNIST`), ...idxOptions },
    },
    ({ dir, ...options }) => readIdx(dir, options),
  ),
] as const;
