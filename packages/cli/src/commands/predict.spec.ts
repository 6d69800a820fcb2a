import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pixels } from '@gnp/data';
import type { Image } from '@gnp/data';
import { encodePng, readDigits } from '@gnp/data/node';
import { gnp, temporary, train } from '../../testing/gnp.js';

const dir = join(temporary(), 'run');
const images = join(temporary(), 'images');
const tested: Image[] = [];
let labels: Int32Array;
beforeAll(async () => {
  await train(dir, '--set=dataset.trainImages=400');
  const { test } = readDigits();
  labels = test.labels;
  mkdirSync(join(images, 'more'), { recursive: true });
  for (let i = 0; i < test.count; i++) tested.push(await test.read(i));
  tested.forEach((image, i) => writeFileSync(join(images, nameOf(i)), encodePng(image)));
});

interface Found {
  readonly file: string;
  readonly predictions: readonly { readonly class: number }[];
}

/** Names in the order of the images, some of them in a folder of the folder. */
const nameOf = (i: number) => `${i < 5 ? '' : 'more/'}${String(i).padStart(4, '0')}.png`;

test('predict and eval agree on the test images, whose data set predict does without', async () => {
  const { status, out, err } = await gnp('predict', dir, images, '--json', '--top=10');
  expect({ status, err }).toEqual({ status: 0, err: '' });
  const lines = JSON.parse(out);
  expect(lines.map(({ file }: Found) => file)).toEqual(
    tested.map((_, i) => join(images, nameOf(i))),
  );
  const wrong = lines.filter(
    ({ predictions }: Found, i: number) => predictions[0].class !== labels[i],
  ).length;
  const { errorRate } = JSON.parse((await gnp('eval', dir, '--json')).out);
  expect(wrong).toBe(Math.round(errorRate * tested.length));
  const [{ predictions }] = lines;
  const total = predictions.reduce(
    (sum: number, one: { probability: number }) => sum + one.probability,
    0,
  );
  expect(total).toBeCloseTo(1, 5);
  expect(predictions.map((one: { name: string }) => one.name).sort()).toEqual([...'0123456789']);
});

test('runs of earlier versions, without the facts of their data, predict the same', async () => {
  const file = join(images, nameOf(0));
  const kept = await gnp('predict', dir, file, '--json');
  const facts = join(dir, 'dataset.json');
  const text = readFileSync(facts, 'utf8');
  rmSync(facts);
  expect(await gnp('predict', dir, file, '--json')).toEqual(kept);
  writeFileSync(facts, '{}');
  const damaged = await gnp('predict', dir, file);
  expect(damaged).toMatchObject({ status: 2, out: '' });
  expect(damaged.err).toContain(`${facts} is damaged`);
  writeFileSync(facts, text);
});

test('files that hold no image are told, each in a line, and the others predicted', async () => {
  const folder = temporary();
  const [good, bad, large] = ['good.png', 'bad.png', 'large.png'].map((name) => join(folder, name));
  writeFileSync(good, encodePng(tested[0]));
  writeFileSync(bad, readFileSync(good).subarray(0, 60));
  writeFileSync(large, encodePng(pixels.resize(tested[0], { height: 40, width: 30 }, 'bilinear')));
  const { status, out, err } = await gnp('predict', dir, folder, join(folder, 'none.png'), large);
  expect(status).toBe(1);
  const shown = out.trim().split('\n');
  expect(shown.map((line) => line.split(' ')[0])).toEqual([good, large, large]);
  expect(shown[0]).toMatch(/^\S+( +\d \d+\.\d\d%){5}$/);
  const told = err.trim().split('\n');
  expect(told).toHaveLength(3);
  expect(told[0]).toContain(`${bad}: `);
  expect(told[1]).toMatch(/large\.png does not have the size .* resized to 8x8 pixels/);
  expect(told[2]).toBe(`${join(folder, 'none.png')}: there is no such file`);
  expect((await gnp('predict', dir, temporary())).err).toContain('holds no JPEG or PNG files');

  const quiet = await gnp('predict', dir, bad, good, '--quiet');
  expect(quiet).toMatchObject({ status: 1, out: expect.stringMatching(/^\n\d\n$/) });
  const { out: json } = await gnp('predict', dir, bad, good, '--json');
  expect(JSON.parse(json)).toEqual([
    { file: bad, error: expect.any(String) },
    { file: good, predictions: expect.any(Array) },
  ]);
});

test.each(['0', '1.5', 'x'])('refuses --top %s', async (top) => {
  expect(await gnp('predict', dir, images, `--top=${top}`)).toMatchObject({ status: 2, out: '' });
});
