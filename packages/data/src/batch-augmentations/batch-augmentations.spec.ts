import { randomStream } from '@gnp/random';
import { randomBytes } from '../../testing/samples.js';
import { batchCutout } from './batch-cutout.js';
import type { ImagesWithLabels } from './batch-transform.js';
import { cutmix } from './cutmix.js';
import { mixup } from './mixup.js';
import { allBatchAugmentations, resolveBatchAugmentation } from './resolve-batch-augmentation.js';
import type { BatchAugmentationSpec } from './resolve-batch-augmentation.js';

const shape = [5, 6, 8, 3] as const;
const length = 6 * 8 * 3;
const classes = 4;

const batch = (): ImagesWithLabels => ({
  images: randomBytes(5 * length, 7),
  shape,
  labels: Int32Array.of(0, 1, 2, 3, 1),
});

const image = (images: Uint8Array, i: number) => images.subarray(i * length, (i + 1) * length);
const labelsOf = (labels: Int32Array | Float32Array, i: number) => [
  ...labels.subarray(i * classes, (i + 1) * classes),
];

describe('mixup', () => {
  it('mixes each image and its label with the one as far from the end', () => {
    const { images: before } = batch();
    for (let seed = 0; seed < 50; seed++) {
      const { images, labels } = mixup({ classes })(batch(), randomStream(seed));
      expect(labels).toHaveLength(5 * classes);
      const weight = labelsOf(labels, 0)[0]; // label 0 with label 1
      expect(weight).toBeGreaterThanOrEqual(0.5);
      expect(labelsOf(labels, 0)[1]).toBeCloseTo(1 - weight, 6);
      expect(labelsOf(labels, 2)).toEqual([0, 0, 1, 0]);
      for (let i = 0; i < 5; i++) {
        const [own, partner] = [image(before, i), image(before, 4 - i)];
        image(images, i).forEach((value, k) => {
          const exact = weight * own[k] + (1 - weight) * partner[k];
          expect(Math.abs(value - exact)).toBeLessThanOrEqual(0.5 + 1e-4);
        });
      }
    }
  });

  it('draws its weight from Beta(α, α)', () => {
    const weights = (alpha: number) =>
      Array.from({ length: 2000 }, (_, seed) => {
        const two = {
          images: new Uint8Array(2),
          shape: [2, 1, 1, 1],
          labels: Int32Array.of(0, 1),
        } as const;
        return mixup({ alpha, classes: 2 })(two, randomStream(seed)).labels[0];
      });
    const mean = (values: number[]) => values.reduce((sum, x) => sum + x, 0) / values.length;
    // of max(λ, 1 − λ): 3/4 for uniform λ, near 1 for small α, near 1/2 for large
    expect(mean(weights(1))).toBeCloseTo(0.75, 1);
    expect(mean(weights(0.1))).toBeGreaterThan(0.9);
    expect(mean(weights(50))).toBeLessThan(0.56);
  });

  it('mixes with any other where asked', () => {
    const partners = new Set<number>();
    for (let seed = 0; seed < 100; seed++) {
      const { labels } = mixup({ classes, partners: 'shuffled' })(batch(), randomStream(seed));
      labelsOf(labels, 0).forEach((share, label) => share > 0 && partners.add(label));
    }
    expect([...partners].sort()).toEqual([0, 1, 2, 3]);
  });

  it('mixes labels that are mixed already', () => {
    const labels = Float32Array.of(0.5, 0.5, 0, 1);
    const two = { images: new Uint8Array(2), shape: [2, 1, 1, 1], labels } as const;
    const { labels: mixed } = mixup({ classes: 2 })(two, randomStream(1));
    expect(mixed[0] + mixed[1]).toBeCloseTo(1, 6);
    expect(mixed[0] + mixed[2]).toBeCloseTo(0.5, 6);
  });
});

describe('cutmix', () => {
  it('puts the same rectangle of the partner into each image, and mixes labels by its area', () => {
    const { images: before } = batch();
    const areas = new Set<number>();
    for (let seed = 0; seed < 300; seed++) {
      const { images, labels } = cutmix({ classes })(batch(), randomStream(seed));
      const pasted = Array.from({ length: 48 }, (_, i) => i).filter((i) =>
        image(images, 0)
          .subarray(3 * i, 3 * i + 3)
          .some((value, c) => value !== image(before, 0)[3 * i + c]),
      );
      areas.add(pasted.length);
      const rows = new Set(pasted.map((i) => Math.floor(i / 8)));
      const columns = new Set(pasted.map((i) => i % 8));
      expect(rows.size * columns.size).toBe(pasted.length);
      expect(labelsOf(labels, 0)[0]).toBeCloseTo(1 - pasted.length / 48, 6);
      for (const i of pasted) {
        expect(image(images, 3).subarray(3 * i, 3 * i + 3)).toEqual(
          image(before, 1).subarray(3 * i, 3 * i + 3),
        );
      }
    }
    expect(areas.size).toBeGreaterThan(15);
  });

  it('leaves batches alone as often as asked', () => {
    const transform = cutmix({ classes, probability: 0.3 });
    const mixed = Array.from({ length: 1000 }, (_, seed) => transform(batch(), randomStream(seed)));
    const share = mixed.filter(({ labels }) => labels instanceof Float32Array).length / 1000;
    expect(Math.abs(share - 0.3)).toBeLessThan(0.05);
  });
});

describe('cutout of batches', () => {
  it('covers the same square of each image, wherever', () => {
    const places = new Set<string>();
    for (let seed = 0; seed < 200; seed++) {
      const { images, labels } = batchCutout({ mean: [0, 0.2, 1] })(
        { ...batch(), images: new Uint8Array(5 * length).fill(9) },
        randomStream(seed),
      );
      expect(labels).toEqual(batch().labels);
      const first = image(images, 0).join();
      for (let i = 1; i < 5; i++) expect(image(images, i).join()).toBe(first);
      expect(first).toContain('0,51,255');
      places.add(first);
    }
    expect(places.size).toBeGreaterThan(40);
  });
});

describe('resolveBatchAugmentation', () => {
  it.each<[BatchAugmentationSpec, boolean]>([
    ['mixup', true],
    ['cutmix', true],
    ['cutout', false],
    ['mixcut', true],
    [{ name: 'mixup', alpha: 2 }, true],
    [[{ name: 'cutmix' }, { name: 'batch-cutout', size: 2 }], true],
  ])('makes %j', (spec, soft) => {
    const transform = resolveBatchAugmentation(spec, { classes, mean: [0.5] })!;
    const given = batch();
    const { images, labels } = transform(given, randomStream(2));
    expect(images).not.toEqual(given.images);
    expect(labels instanceof Float32Array).toBe(soft);
    expect(given).toEqual(batch());
    expect(transform(batch(), randomStream(2))).toMatchObject({ images, labels });
  });

  it('makes nothing of none', () => {
    expect(resolveBatchAugmentation('none')).toBeUndefined();
    expect(resolveBatchAugmentation([])).toBeUndefined();
  });

  it('refuses unknown names, and labels to be mixed without classes', () => {
    expect(() => resolveBatchAugmentation('mixcat' as 'mixcut')).toThrow('did you mean "mixcut"?');
    expect(() => resolveBatchAugmentation({ name: 'mixap' } as never)).toThrow(
      'did you mean "mixup"?',
    );
    for (const { name } of allBatchAugmentations.slice(0, 2)) {
      expect(() => resolveBatchAugmentation({ name })).toThrow(
        "must know how many classes there are ('classes'), got undefined.",
      );
    }
  });
});
