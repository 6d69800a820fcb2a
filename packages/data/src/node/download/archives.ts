/** One file of a data set, as its authors publish it. */
export interface ArchiveFile {
  readonly url: string;
  /** What it is called once it is here. */
  readonly name: string;
  /** The checksum that its publishers state. */
  readonly md5: string;
  /** Bytes that it may have at the most: a server that sends on is stopped. */
  readonly most: number;
}

/** What is fetched for a data set. */
export interface Archive {
  readonly name: string;
  readonly files: readonly ArchiveFile[];
  /** The folder that the archive unpacks to; undefined where its files are used as they are. */
  readonly folder?: string;
}

const cifar = 'https://www.cs.toronto.edu/~kriz';
// the mirror that torchvision takes; yann.lecun.com refuses downloads
const mnist = 'https://ossci-datasets.s3.amazonaws.com/mnist';
const fashion = 'http://fashion-mnist.s3-website.eu-central-1.amazonaws.com';
const mebi = 2 ** 20;

const idx = (base: string, md5s: readonly (readonly [name: string, md5: string])[]) =>
  md5s.map(([name, md5]) => ({ url: `${base}/${name}`, name, md5, most: 64 * mebi }));

/** The data sets that can be fetched; checksums as https://www.cs.toronto.edu/~kriz/cifar.html, torchvision and the README of Fashion-MNIST state them. */
export const archives: readonly Archive[] = [
  {
    name: 'cifar10',
    folder: 'cifar-10-batches-bin',
    files: [
      {
        url: `${cifar}/cifar-10-binary.tar.gz`,
        name: 'cifar-10-binary.tar.gz',
        md5: 'c32a1d4ab5d03f1284b67883e8d87530',
        most: 256 * mebi,
      },
    ],
  },
  {
    name: 'cifar100',
    folder: 'cifar-100-binary',
    files: [
      {
        url: `${cifar}/cifar-100-binary.tar.gz`,
        name: 'cifar-100-binary.tar.gz',
        md5: '03b5dce01913d631647c71ecec9e9cb8',
        most: 256 * mebi,
      },
    ],
  },
  {
    name: 'mnist',
    files: idx(mnist, [
      ['train-images-idx3-ubyte.gz', 'f68b3c2dcbeaaa9fbdd348bbdeb94873'],
      ['train-labels-idx1-ubyte.gz', 'd53e105ee54ea40749a09fcbcd1e9432'],
      ['t10k-images-idx3-ubyte.gz', '9fb629c4189551a2d022fa330f9573f3'],
      ['t10k-labels-idx1-ubyte.gz', 'ec29112dd5afa0611ce80d1b7f02629c'],
    ]),
  },
  {
    name: 'fashion-mnist',
    files: idx(fashion, [
      ['train-images-idx3-ubyte.gz', '8d4fb7e6c68d591d4c3dfef9ec88bf0d'],
      ['train-labels-idx1-ubyte.gz', '25c81989df183df01b3e8a0aad5dffbe'],
      ['t10k-images-idx3-ubyte.gz', 'bef4ecab320f06d8554ea6380940ec79'],
      ['t10k-labels-idx1-ubyte.gz', 'bb300cfdad3c16e7a12a480ee83cd310'],
    ]),
  },
];
