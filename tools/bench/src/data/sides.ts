import { fileURLToPath } from 'node:url';
import type { Decoder } from '@gnp/data/node';
import type { OurLoader } from './our-loader.js';

/** A process that loads images, epoch by epoch. */
interface Side {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
}

/** Sides beside one another; ratios are over the one that is named. */
export interface Setting {
  readonly title: string;
  readonly sides: readonly Side[];
  readonly over: string;
}

/** Where images come from, and how many of them are an epoch. */
export interface Given {
  readonly dir?: string | undefined;
  readonly count: number;
  /** The interpreter with PyTorch and torchvision, where there is one. */
  readonly python?: string | undefined;
}

const pathTo = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

const ours = (name: string, setting: OurLoader): Side => ({
  name,
  command: process.execPath,
  args: [pathTo('./our-loader.js'), JSON.stringify(setting)],
});

const torch = (
  { dir = '-', count, python }: Given,
  kind: OurLoader['data'],
  batch: number,
  workers: number,
): Side[] => {
  const script = pathTo('../../peers/torch_loader.py');
  const args = [script, kind, dir, ...[count, batch, workers].map(String)];
  return python ? [{ name: `DataLoader, ${workers} workers`, command: python, args }] : [];
};

/** Images of 32×32 in memory, flipped and cropped as is the standard for CIFAR, in batches of 128. */
export function smallImages(given: Given): Setting {
  const batchSize = 128;
  const loader = (workers: number): OurLoader => ({
    ...{ data: 'images', dir: given.dir, count: given.count, batchSize, workers },
    ...{ augmentation: 'basic', decoder: 'javascript' },
  });
  return {
    title: `32×32 in memory, flip and crop, batch ${batchSize}`,
    sides: [
      ours('createLoader', loader(0)),
      ours('createWorkerLoader, 1 worker', loader(1)),
      ours('createWorkerLoader, 2 workers', loader(2)),
      ...torch(given, 'images', batchSize, 0),
      ...torch(given, 'images', batchSize, 2),
    ],
    over: given.python ? 'DataLoader, 2 workers' : 'createLoader',
  };
}

/** Photographs in files, decoded, an Inception crop of each brought to 224×224 and flipped, in batches of 32. */
export function photographs(given: Given & { readonly dir: string }): Setting {
  const batchSize = 32;
  const loader = (workers: number, decoder: Decoder): OurLoader => ({
    ...{ data: 'files', dir: given.dir, count: given.count, batchSize },
    ...{ augmentation: 'imagenet', workers, decoder },
  });
  return {
    title: `photographs in files, Inception crop to 224, flip, batch ${batchSize}`,
    sides: [
      ours('sharp, 1 worker', loader(1, 'sharp')),
      ours('sharp, 2 workers', loader(2, 'sharp')),
      ours('JavaScript alone, 2 workers', loader(2, 'javascript')),
      {
        name: 'sharp alone, no crop',
        command: process.execPath,
        args: [pathTo('./sharp-alone.js'), given.dir, String(given.count)],
      },
      ...torch(given, 'files', batchSize, 2),
    ],
    over: 'sharp alone, no crop',
  };
}
