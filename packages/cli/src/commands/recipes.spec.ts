import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { gnp, temporary } from '../../testing/gnp.js';
import { loadConfig } from '../config/load-config.js';

test('a recipe is JSON, too, and without notes what others take', async () => {
  const { out, err } = await gnp('recipes', 'wideresnet-cifar100', '--json');
  const resolved = JSON.parse((await gnp('recipes', 'vgg-imagenet', '--resolved', '--json')).out);
  expect([err, out.split('\n').length]).toEqual(['', 2]);
  expect(JSON.parse(out)).toMatchObject({ extends: 'wideresnet-cifar' });
  expect(resolved).toMatchObject({ model: { name: 'vgg16bn' } });
  const quiet = await gnp('recipes', 'wideresnet-cifar100', '--quiet');
  expect([quiet.err, parse(quiet.out)]).toEqual(['', JSON.parse(out)]);
});

test('a recipe is printed as it is written, and says how to see it as one', async () => {
  const { status, out, err } = await gnp('recipes', 'wideresnet-cifar100');
  expect([status, err]).toEqual([
    0,
    'It extends wideresnet-cifar; as one: gnp recipes wideresnet-cifar100 --resolved\n',
  ]);
  expect(parse(out)).toEqual({
    description: expect.stringContaining('CIFAR-100'),
    extends: 'wideresnet-cifar',
    dataset: { name: 'cifar100' },
  });
  expect((await gnp('recipes', 'quickstart')).err).toBe('');
});

test('resolved it is a recipe of its own, for the same', async () => {
  const { status, out } = await gnp('recipes', 'vit-cifar100-zero-warmup', '--resolved');
  expect(status).toBe(0);
  const path = join(temporary(), 'own.yaml');
  writeFileSync(path, out);
  const set = ['dataset.dir=x'];
  const [own, shipped] = [path, 'vit-cifar100-zero-warmup'].map((name) =>
    loadConfig(name, { set }),
  );
  expect((await own).config).toEqual((await shipped).config);
  expect(out).not.toContain('extends');
});

test('every recipe has a line in the list', async () => {
  const { out } = await gnp('recipes');
  for (const name of ['quickstart', 'vgg-imagenet', 'vit-cifar-rmsprop-zero-warmup']) {
    expect(out).toMatch(new RegExp(`^${name} +\\w.+$`, 'm'));
  }
});
