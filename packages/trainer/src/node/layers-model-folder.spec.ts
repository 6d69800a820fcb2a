import { mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { layersModelFolder } from './layers-model-folder.js';

beforeAll(() => tf.setBackend('cpu'));

const folder = () => join(mkdtempSync(join(tmpdir(), 'gnp-')), 'model');
const model = (units: number) =>
  tf.sequential({ layers: [tf.layers.dense({ inputShape: [1000], units })] });
const outputs = (of: tf.LayersModel) =>
  (of.predict(tf.ones([1, 1000])) as tf.Tensor).arraySync() as number[][];

test('weights of more than a shard come back as they were', async () => {
  const dir = folder();
  const saved = model(1100);
  await saved.save(layersModelFolder(dir));
  expect(readdirSync(dir).sort()).toEqual([
    'group1-shard1of2.bin',
    'group1-shard2of2.bin',
    'model.json',
  ]);
  expect(statSync(join(dir, 'group1-shard1of2.bin')).size).toBe(4 * 1024 * 1024);
  const loaded = await tf.loadLayersModel(layersModelFolder(dir));
  expect(outputs(loaded)).toEqual(outputs(saved));

  // fewer shards leave none of the old ones
  const other = model(2);
  await other.save(layersModelFolder(dir, { force: true }));
  expect(readdirSync(dir).sort()).toEqual(['group1-shard1of1.bin', 'model.json']);
  expect(readdirSync(join(dir, '..'))).toEqual(['model']);
  expect(outputs(await tf.loadLayersModel(layersModelFolder(dir)))).toEqual(outputs(other));
});

test('refuses to take the place of anything else', async () => {
  const dir = folder();
  await model(1).save(layersModelFolder(dir));
  const before = readFileSync(join(dir, 'model.json'), 'utf8');
  await expect(model(2).save(layersModelFolder(dir))).rejects.toThrow('holds a model already');
  writeFileSync(join(dir, 'notes.txt'), '');
  const forced = layersModelFolder(dir, { force: true });
  await expect(model(2).save(forced)).rejects.toThrow('such as notes.txt');
  expect(readFileSync(join(dir, 'model.json'), 'utf8')).toBe(before);
  const file = layersModelFolder(join(dir, 'notes.txt'));
  await expect(model(2).save(file)).rejects.toThrow('is a file');
});

test('says that there is no model', async () => {
  const dir = folder();
  await expect(tf.loadLayersModel(layersModelFolder(dir))).rejects.toThrow(
    `There is no model in ${dir}`,
  );
});
