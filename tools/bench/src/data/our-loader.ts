// Started by sides.ts: loaders of @gnp/data, the counterpart of peers/torch_loader.py.
import { createInterface } from 'node:readline';
import { createLoader, resolveAugmentation } from '@gnp/data';
import type { AugmentationSpec } from '@gnp/data';
import { createWorkerLoader } from '@gnp/data/node';
import type { Decoder } from '@gnp/data/node';
import { files, images } from './sources.js';

/** What is loaded, and how. */
export interface OurLoader {
  /** Images of 32×32 in memory, or files. */
  readonly data: 'images' | 'files';
  /** Waves where it is missing. */
  readonly dir?: string | undefined;
  /** Images of an epoch. */
  readonly count: number;
  readonly batchSize: number;
  readonly augmentation: AugmentationSpec;
  /** 0: the thread that asks. */
  readonly workers: number;
  readonly decoder: Decoder;
}

const { data, dir, count, decoder, ...options } = JSON.parse(process.argv[2]) as OurLoader;
const { batchSize, augmentation, workers } = options;
const source = data === 'images' ? await images(dir, count) : files(dir as string, count, decoder);
const loader =
  workers === 0
    ? createLoader(source, { batchSize, augment: resolveAugmentation(augmentation) })
    : createWorkerLoader(source, { batchSize, augmentation, workers });

let epoch = 0;
console.log(JSON.stringify({ version: `Node ${process.versions.node}` }));
for await (const _ of createInterface({ input: process.stdin })) {
  const started = performance.now();
  let loaded = 0;
  for await (const { size } of loader.epoch(epoch++)) loaded += size;
  console.log(JSON.stringify({ images: loaded, milliseconds: performance.now() - started }));
}
