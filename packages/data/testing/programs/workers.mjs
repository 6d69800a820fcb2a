// Run by create-worker-loader.spec.ts in a process of its own: loads images by worker threads of the built package, and
// prints what came of it as JSON.
import { createHash } from 'node:crypto';
import { createLoader, resolveAugmentation, resolveBatchAugmentation } from '../../dist/index.js';
import { createWorkerLoader, loadDataset, readImageFolder } from '../../dist/node/index.js';
import { transform as brighter } from './own-transform.mjs';

const [what, dir] = process.argv.slice(2);

/** The bytes and labels of batches, by their index. */
async function hashes(batches) {
  const found = {};
  for await (const { index, images, labels, indices } of batches) {
    const hash = createHash('sha256');
    for (const array of [images, labels, indices]) hash.update(new Uint8Array(array.buffer));
    found[index] = hash.digest('hex');
  }
  return found;
}

const augmentation = [{ name: 'autoaugment' }, { name: 'horizontal-flip' }, { name: 'cutout' }];

/** The same batches by this thread and by workers, from several places on. */
async function same(data, { batchSize, batchAugmentation = 'none', steps = augmentation }) {
  const options = { batchSize, seed: 5 };
  const plain = createLoader(data.train, {
    ...options,
    augment: resolveAugmentation(steps, data),
    augmentBatch: resolveBatchAugmentation(batchAugmentation, data),
  });
  const expected = await hashes(plain.epoch(2));
  const differences = [];
  for (const workers of [1, 2, 3]) {
    const threads = { ...options, augmentation: steps, batchAugmentation, data, workers };
    const loader = createWorkerLoader(data.train, threads);
    for (const startBatch of [0, 1, plain.batchesPerEpoch - 1, plain.batchesPerEpoch]) {
      const found = await hashes(loader.epoch(2, { startBatch }));
      const rest = Object.entries(expected).filter(([index]) => Number(index) >= startBatch);
      if (JSON.stringify(found) !== JSON.stringify(Object.fromEntries(rest))) {
        differences.push({ workers, startBatch });
      }
    }
    await loader.close();
  }
  return { batches: Object.keys(expected).length, differences };
}

async function failure(work) {
  try {
    await work();
    return 'nothing failed';
  } catch ({ name, message }) {
    return `${name}: ${message}`;
  }
}

const folder = (options) => readImageFolder(dir, { cacheShare: 0, testFraction: 0.5, ...options });
const all = async (loader) => {
  let count = 0;
  for await (const { size } of loader.epoch(0)) count += size;
  return count;
};

const programs = {
  async digits() {
    const digits = await loadDataset({ name: 'digits' });
    const results = [];
    for (const batchSize of [100, 719, 1438]) results.push(await same(digits, { batchSize }));
    results.push(await same(digits, { batchSize: 200, batchAugmentation: 'mixcut' }));
    return results;
  },
  async files() {
    const steps = [{ name: 'random-resized-crop', size: 20 }, { name: 'randaugment' }];
    const results = [];
    for (const cacheShare of [0, 0.5]) {
      results.push(await same(await folder({ cacheShare }), { batchSize: 5, steps }));
    }
    return results;
  },
  async own() {
    const { train } = await loadDataset({ name: 'digits' });
    const own = { module: new URL('./own-transform.mjs', import.meta.url).href, argument: 90 };
    const options = { batchSize: 300, seed: 5 };
    const transform = brighter(own.argument);
    const here = createLoader(train, { ...options, augment: transform, augmentBatch: transform });
    const steps = { augmentation: own, batchAugmentation: own, workers: 2 };
    const there = createWorkerLoader(train, { ...options, ...steps });
    const expected = await hashes(here.epoch(1));
    const none = { module: new URL('./dies.mjs', import.meta.url).href };
    const without = createWorkerLoader(train, { ...options, augmentation: none });
    return {
      same: JSON.stringify(await hashes(there.epoch(1))) === JSON.stringify(expected),
      plain:
        JSON.stringify(await hashes(createLoader(train, options).epoch(1))) ===
        JSON.stringify(expected),
      message: await failure(() => all(without)),
    };
  },
  async bad() {
    const options = { batchSize: 2, workers: 2, augmentation: [{ name: 'resize', height: 9 }] };
    const every = async (onBadImage) => {
      const { train, test } = await folder({ statistics: 'imagenet', onBadImage });
      let count = 0;
      for (const part of [train, test]) count += await all(createWorkerLoader(part, options));
      return count;
    };
    const message = await failure(() => every('fail'));
    return { message: message.replaceAll(dir, 'DIR'), count: await every('skip') };
  },
  async dies() {
    const digits = await loadDataset({ name: 'digits' });
    const source = {
      ...{ count: 1000, labels: new Int32Array(1000), read: () => undefined },
      portable: { module: new URL('./dies.mjs', import.meta.url).href, argument: 300 },
    };
    const loader = createWorkerLoader(source, { batchSize: 50, workers: 2 });
    const dying = await failure(() => all(loader));
    const missing = { ...source, portable: { module: 'file:///nowhere.mjs', argument: 0 } };
    const lost = await failure(() => all(createWorkerLoader(missing, { batchSize: 50 })));
    const closed = createWorkerLoader(digits.train, { batchSize: 10, workers: 1 });
    const early = await failure(async () => {
      const batches = closed.epoch(0);
      await batches.next();
      await closed.close();
      await all({ epoch: () => batches });
    });
    return [dying, lost, early];
  },
  /** Nothing is closed: the process ends by itself. */
  async 'leaves an epoch early'() {
    const digits = await loadDataset({ name: 'digits' });
    const loader = createWorkerLoader(digits.train, { batchSize: 10, workers: 2 });
    for await (const { index } of loader.epoch(0)) if (index === 3) break;
    return all(loader);
  },
  async 'has threads to spare'() {
    const { train } = await loadDataset({ name: 'digits' });
    return all(createWorkerLoader(train, { batchSize: train.count, workers: 3 }));
  },
};

console.log(JSON.stringify(await programs[what]()));
