import * as tf from '@tensorflow/tfjs';
import { countParameters, createModel, listModels } from './index.js';

beforeAll(() => tf.setBackend('cpu'));
afterEach(() => tf.disposeVariables());

/** On CIFAR-10, CIFAR-100 and ImageNet; derived from the papers' code, the last column is well known. */
const published: [name: string, ...counts: (number | undefined)[]][] = [
  ['vgg16', 33_638_218, 34_006_948, 138_357_544],
  ['vgg16bn', 33_646_666, 34_015_396, 138_365_992],
  ['vgg19', 38_947_914, 39_316_644, 143_667_240],
  ['vgg19bn', 38_958_922, 39_327_652, 143_678_248],
  ['resnet18', 11_150_874, 11_197_044, 11_694_248],
  ['resnet34', 21_262_746, 21_308_916, 21_806_120],
  ['resnet50', 23_504_090, 23_688_500, 25_557_032],
  ['resnet101', 42_496_218, 42_680_628, 44_549_160],
  ['resnet152', 58_139_866, 58_324_276, 60_192_808],
  ['resnet200', 62_620_890, 62_805_300, 64_673_832],
  ['wideresnet-16-4', 2_706_906, 2_730_036],
  ['wideresnet-28-10', 36_220_634, 36_278_324],
  ['wideresnet-40-10', 55_583_194, 55_640_884],
  ['wideresnet-2-96-shakeshake', 26_192_922, 26_227_572],
  ['pyramidnet-164-48', 1_715_410, 1_738_540],
  ['pyramidnet-164-270', 27_215_989, 27_319_039],
  ['pyramidnet-200-240', 26_752_670, 26_844_920],
  ['pyramidnet-272-200', 26_210_810, 26_288_660],
  ['pyramidnet-272-200-shakedrop', 26_210_842, 26_288_692],
  ['vit-ti16', 5_362_762, 5_380_132, 5_717_416],
  ['vit-s16', 21_342_346, 21_376_996, 22_050_664],
  ['vit-b16', 85_152_010, 85_221_220, 86_567_656],
  ['vit-l16', 302_439_434, 302_531_684, 304_326_632],
  ['swin-tiny', 27_505_108, 27_574_318],
  ['swin-small', 48_805_732, 48_874_942],
  ['swin-base', 86_701_186, 86_793_436],
  ['swin-tiny-patch4', 27_505_300, 27_574_510],
  ['swin-small-patch4', 48_800_164, 48_869_374],
  ['swin-base-patch4', 86_693_762, 86_786_012],
  ['swin-tiny-224', undefined, undefined, 28_288_354],
  ['cait-xxs12', 6_258_154, 6_275_524],
  ['cait-xxs24', 11_601_610, 11_618_980],
  ['cait-xxs36', 16_945_066, 16_962_436],
  ['cait-xs12', 14_032_378, 14_058_388],
  ['cait-xs24', 26_029_162, 26_055_172],
  ['cait-s12', 24_903_370, 24_938_020],
  ['cait-s24', 46_207_882, 46_242_532],
  ['cait-s36', 67_512_394, 67_547_044],
  ['cait-m24', 184_434_442, 184_503_652],
  ['cait-m36', 269_513_866, 269_583_076],
  ['cait-m48', 354_593_290, 354_662_500],
];
const tasks = [
  { classes: 10, imageSize: 32 },
  { classes: 100, imageSize: 32 },
  { classes: 1000, imageSize: 224 },
];

test.each(published)('%s has as many parameters as published', (name, ...expected) => {
  const counts = expected.map((count, i) => {
    if (count === undefined) return undefined;
    const actual = countParameters(createModel(name, { ...tasks[i], blank: true }));
    tf.disposeVariables();
    return actual;
  });
  expect(counts).toEqual(expected);
});

test('ShakeDrop adds no parameters but those of the stem, whose norm it needs', () => {
  const counts = ['pyramidnet-164-48', 'pyramidnet-164-48-shakedrop'].map((name) =>
    countParameters(createModel(name, { blank: true })),
  );
  expect(counts[1] - counts[0]).toBe(32);
});

// 3×3 convolutions, 1×1 shortcuts, two numbers a norm channel, and the classifier
test.each([
  ['resnet8', 78_042],
  ['resnet20', 272_474],
])('those of %s follow from its layers', (name, expected) => {
  const n = (Number(name.slice('resnet'.length)) - 2) / 6;
  const conv = (from: number, to: number, size = 3) => size * size * from * to + 2 * to;
  let count = conv(3, 16) + 64 * 10 + 10 + conv(16, 32, 1) + conv(32, 64, 1);
  for (const [from, to] of [
    [16, 16],
    [16, 32],
    [32, 64],
  ]) {
    count += conv(from, to) + (2 * n - 1) * conv(to, to);
  }
  expect(count).toBe(expected);
  expect(countParameters(createModel(name, { blank: true }))).toBe(expected);
});

test("every model of the papers' code is checked", () => {
  const checked = new Set(published.map(([name]) => name));
  const families = new Set(
    listModels().flatMap(({ name, family }) => (checked.has(name) ? family : [])),
  );
  const ours = /^(swin-(small|base)-224|pyramidnet-164-48-shakedrop)$/; // not in the published table
  const others = listModels().filter(
    ({ name, family }) => families.has(family) && !checked.has(name) && !ours.test(name),
  );
  expect(others.map(({ name }) => name)).toEqual([]);
});
