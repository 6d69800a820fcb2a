import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeImage } from '@gnp/data/node';
import { gnp, temporary } from '../../testing/gnp.js';

describe('gnp data inspect', () => {
  it('counts the images of each class', async () => {
    const { status, out } = await gnp('data', 'inspect', 'digits');
    expect(status).toBe(0);
    expect(out).toMatch(/^training +1,438 images of 8x8 pixels$/m);
    expect(out).toMatch(/^classes +10, of 139 to 146 training images$/m);
    expect(out).toMatch(/^8 +139 +35 +▇+$/m);
  });

  it('looks at the data of a recipe, with overrides', async () => {
    const set = ['dataset.trainImages=50', 'dataset.labelNoise=0.5'].map((each) => `--set=${each}`);
    const { out } = await gnp('data', 'inspect', 'quickstart', ...set, '--json');
    const { train, mean } = JSON.parse(out) as { train: { perClass: number[] }; mean: number[] };
    expect(train.perClass.reduce((a, b) => a + b)).toBe(50);
    expect(new Set(train.perClass).size).toBeGreaterThan(1);
    expect(mean).toHaveLength(1);
  });

  it('shortens long lists of classes, and says so', async () => {
    const { out } = await gnp('data', 'inspect', 'synthetic', '--set=dataset.classes=40');
    expect(out).toContain('… 20 more');
  });

  it('draws samples, with and without augmentation, into a new file', async () => {
    const dir = temporary();
    const sheet = async (name: string, ...more: string[]) => {
      const file = join(dir, name);
      const { status } = await gnp('data', 'inspect', 'digits', '--samples', file, ...more);
      expect(status).toBe(0);
      const { height, width, pixels } = await decodeImage(readFileSync(file));
      return { size: [height, width], pixels };
    };
    const plain = await sheet('plain.png');
    const changed = await sheet('new.png', '--set=dataset.augmentation=crop');
    const batch = ['--set=dataset.batchAugmentation=mixup', '--set=dataset.augmentation=crop'];
    const mixed = await sheet('batch.png', ...batch);
    // ten classes and eight columns of 96 pixels, 4 between them
    expect([plain.size, changed.size]).toEqual([
      [996, 796],
      [996, 796],
    ]);
    expect(mixed.size).toEqual([1096, 796]);
    expect(Buffer.compare(changed.pixels, plain.pixels)).not.toBe(0);
  });

  it('keeps a file that is there, and leaves none behind where it fails', async () => {
    const dir = temporary();
    const file = join(dir, 'mine.png');
    writeFileSync(file, 'mine');
    const { status, err } = await gnp('data', 'inspect', 'digits', '--samples', file);
    expect([status, err]).toEqual([
      2,
      `gnp: '${file}' is there already; give --samples another name, or delete it.\n`,
    ]);
    expect(readFileSync(file, 'utf8')).toBe('mine');
    const other = join(dir, 'other.png');
    const nowhere = ['image-folder', '--dir', join(dir, 'nowhere'), '--samples', other];
    expect((await gnp('data', 'inspect', ...nowhere)).err).toContain('nowhere" does not exist');
    expect(existsSync(other)).toBe(false);
  });

  it.each([
    [['cifar'], "There is no data set or recipe named 'cifar'. Did you mean 'cifar10'?"],
    [['cifar10'], "'dataset.dir' is missing; it must be a text: folder of CIFAR-10"],
    [['digits', '--dir', 'x'], "Unknown key 'dataset.dir'. Known are dataset.name,"],
    [['digits', '--set=epochs=2'], "Unknown key 'epochs'. Known are dataset, seed."],
    [['digits', '--samples', '/nowhere/a.png'], "Cannot write '/nowhere/a.png': ENOENT"],
  ])('refuses %j', async (args, message) => {
    const { status, err } = await gnp('data', 'inspect', ...args);
    expect([status, err]).toEqual([2, expect.stringContaining(`gnp: ${message}`)]);
  });
});
