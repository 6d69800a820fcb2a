import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { averageIn } from '@gnp/trainer';
import type { Checkpoint } from '@gnp/trainer';
import { decodeSafetensors, layersModelFolder, loadCheckpoint } from '@gnp/trainer/node';
import * as tf from '@tensorflow/tfjs';
import { gnp, temporary, train } from '../../testing/gnp.js';

const dir = join(temporary(), 'run');
beforeAll(() => train(dir));

test('a layers-model says what it takes, and how it is loaded', async () => {
  const out = join(temporary(), 'some/model');
  const { status, out: printed } = await gnp('export', dir, '--out', out);
  expect(status).toBe(0);
  expect(printed).toContain("import '@gnp/models'");
  const model = await tf.loadLayersModel(layersModelFolder(out));
  expect(model.inputs[0].shape).toEqual([null, 8, 8, 1]);
  expect(model.getUserDefinedMetadata()).toMatchObject({
    recipe: 'quickstart',
    classes: 10,
    classNames: [...'0123456789'],
    imports: ['@gnp/models'],
    inputs: expect.stringContaining('0 to 255'),
  });
  model.dispose();
});

test('safetensors hold the weights of the checkpoint and how they are used', async () => {
  const out = join(temporary(), 'weights.safetensors');
  expect(await gnp('export', dir, '--format=safetensors', '--out', out)).toMatchObject({
    status: 0,
    out: `${out}\n`,
  });
  const { tensors, metadata } = decodeSafetensors(readFileSync(out));
  const { tensors: saved, step } = await loadCheckpoint(dir);
  expect(tensors).toEqual(saved.model);
  expect(metadata).toMatchObject({ recipe: 'quickstart', step: String(step), classes: '10' });
  expect(JSON.parse(metadata.mean)).toHaveLength(1);
});

test('exports are of the average of the weights, where asked', async () => {
  const averaged = join(temporary(), 'run');
  await train(averaged, '--set=weightAverage.decay=0.9');
  const { tensors: saved } = await loadCheckpoint(averaged);
  const average = averageIn({ tensors: saved } as Checkpoint)!;
  expect(average).not.toEqual(saved.model);
  const exported = async (...flags: string[]) => {
    const out = join(temporary(), 'made');
    expect((await gnp('export', averaged, '--out', out, ...flags)).status).toBe(0);
    return out;
  };
  const file = await exported('--format=safetensors', '--average');
  expect(decodeSafetensors(readFileSync(file)).tensors).toEqual(average);
  const model = await tf.loadLayersModel(layersModelFolder(await exported('--average')));
  const held = new Set(model.getWeights().map((weight) => weight.dataSync().join()));
  for (const { data } of Object.values(average)) expect(held).toContain(data.join());
  model.dispose();
  expect(await gnp('export', dir, '--out', join(temporary(), 'x'), '--average')).toMatchObject({
    status: 2,
    err: expect.stringContaining('holds no average of the weights'),
  });
});

test.each(['layers-model', 'safetensors'])(
  '%s replaces what is there by force alone',
  async (format) => {
    const out = join(temporary(), 'made');
    const once = () => gnp('export', dir, '--format', format, '--out', out);
    expect((await once()).status).toBe(0);
    const again = await once();
    expect(again).toMatchObject({ status: 2, out: '' });
    expect(again.err).toContain('--force replaces');
    expect((await gnp('export', dir, '--format', format, '--out', out, '--force')).status).toBe(0);
  },
);

test('a folder of other files stays as it is, even by force', async () => {
  const out = join(temporary(), 'mine');
  mkdirSync(out);
  writeFileSync(join(out, 'notes.txt'), 'mine');
  const { status, err } = await gnp('export', dir, '--out', out, '--force');
  expect(status).toBe(2);
  expect(err).toContain('notes.txt');
  expect(readFileSync(join(out, 'notes.txt'), 'utf8')).toBe('mine');
  expect(existsSync(join(out, 'model.json'))).toBe(false);
});

test('refuses a format that it does not know', async () => {
  const { status, err } = await gnp(
    'export',
    dir,
    '--out',
    join(temporary(), 'x'),
    '--format=onnx',
  );
  expect(status).toBe(2);
  expect(err).toContain("--format is 'onnx'; it is one of layers-model, safetensors.");
});
