import * as tf from '@tensorflow/tfjs';
import { createModel, listModels, trainableVariables } from './index.js';
import type { ModelOptions } from './index.js';

beforeAll(() => tf.setBackend('cpu'));

/** How the papers' code draws a weight: its standard deviation, and what |x| / deviation reaches at most. */
interface Law {
  readonly deviation: (fans: { fanIn: number; fanOut: number; units: number }) => number;
  readonly reach: readonly [least: number, most: number];
}
const normal: Law['reach'] = [3, 6];
const uniform: Law['reach'] = [1.7, 1.7321];
/** Of a normal distribution that is cut at two of its deviations 0.87962566 is left. */
const truncated: Law['reach'] = [2.15, 2 / 0.8796];

const kaiming: Law = { deviation: ({ fanOut }) => Math.sqrt(2 / fanOut), reach: normal };
const lecun: Law = { deviation: ({ fanIn }) => Math.sqrt(1 / fanIn), reach: truncated };
const xavier: Law = {
  deviation: ({ fanIn, fanOut }) => Math.sqrt(2 / (fanIn + fanOut)),
  reach: uniform,
};
/** U(-1, 1) / √units */
const byUnits: Law = { deviation: ({ units }) => Math.sqrt(1 / 3 / units), reach: uniform };
const noise = (deviation: number): Law => ({ deviation: () => deviation, reach: normal });

const convolutional: [RegExp, Law | number][] = [
  [/conv\d*\/kernel$/, kaiming],
  [/^(hidden\d|classifier)\/kernel$/, byUnits],
  [/bias$/, 0],
  [/\/?norm\d?\/scale$/, 1],
  [/\/?norm\d?\/shift$/, 0],
];
const norms: [RegExp, Law | number][] = [
  [/\/?norm\d?\/scale$/, 1],
  [/\/?norm\d?\/shift$/, 0],
];

/** By model: its options, and by the names of weights what the papers' code begins them with. */
const laws: [model: string, ModelOptions, [RegExp, Law | number][]][] = [
  ['vgg16bn', { widthMultiplier: 0.2 }, convolutional],
  ['resnet8', {}, convolutional],
  ['resnet18', { widthMultiplier: 0.3 }, convolutional],
  ['resnet50', { widthMultiplier: 0.2 }, convolutional],
  ['wideresnet-16-4', { widthMultiplier: 0.3 }, convolutional],
  ['wideresnet-2-96-shakeshake', { widthMultiplier: 0.2 }, convolutional],
  ['pyramidnet-164-48', { depthMultiplier: 0.3 }, convolutional],
  ['pyramidnet-164-48-shakedrop', { depthMultiplier: 0.3 }, convolutional],
  [
    'vit-ti16',
    { widthMultiplier: 0.5, depthMultiplier: 0.2 },
    [
      ...norms,
      [/^patches\/kernel$/, lecun],
      [/^position\/embedding$/, noise(0.02)],
      [/^class-token\/token$/, 0],
      [/(query|key|value|out|mlp[12])\/kernel$/, xavier],
      [/mlp[12]\/bias$/, noise(1e-6)],
      [/(query|key|value|out|patches|classifier)\/bias$/, 0],
      [/^classifier\/kernel$/, 0],
    ],
  ],
  [
    'swin-tiny-patch4',
    { widthMultiplier: 0.4 },
    [
      ...norms,
      [/^patches\/kernel$/, xavier],
      [/(query|key|value|out|reduction)\/kernel$/, lecun],
      [/^classifier\/kernel$/, lecun],
      [/relative-positions$/, noise(0.02)],
      [/mlp[12]\/kernel$/, xavier],
      [/bias$/, 0],
    ],
  ],
  [
    'cait-m24',
    { widthMultiplier: 0.12, depthMultiplier: 0.2, classes: 100 },
    [
      ...norms,
      [/^patches\/kernel$/, xavier],
      [/^position\/embedding$/, 0],
      [/^class-token\/token$/, 0],
      [/(query|key|value|out)\/kernel$/, lecun],
      [/(before|after)\/kernel$/, lecun],
      [/^classifier\/kernel$/, lecun],
      [/mlp[12]\/kernel$/, xavier],
      [/bias$/, 0],
      [/scale[12]\/scale$/, Math.fround(1e-6)],
    ],
  ],
];

/** Families of which nothing else is said are held to be convolutional. */
const others = listModels().filter(
  ({ family }, i, all) =>
    all.findIndex((other) => other.family === family) === i &&
    !laws.some(([name]) => listModels(name)[0].family === family),
);
laws.push(...others.map(({ name }): (typeof laws)[number] => [name, {}, convolutional]));

/** The weights of a model whose name a pattern matches, each over what `scale` says of its shape. */
function weights(model: tf.LayersModel, pattern: RegExp, scale: (shape: number[]) => number) {
  return Object.entries(trainableVariables(model))
    .filter(([name]) => pattern.test(name))
    .flatMap(([, variable]) => {
      const deviation = scale(variable.shape);
      return Array.from(variable.dataSync(), (value) => value / deviation);
    });
}

describe.each(laws)('%s %j', (name, options, rules) => {
  let model: tf.LayersModel;
  beforeAll(() => {
    model = createModel(name, { seed: 3, ...options });
  });
  afterAll(() => model.dispose());

  const constants = rules.filter((rule): rule is [RegExp, number] => typeof rule[1] === 'number');
  test.each(constants)(
    '%s begins as in the papers’ code, the same everywhere',
    (pattern, value) => {
      expect(new Set(weights(model, pattern, () => 1))).toEqual(new Set([value]));
    },
  );

  const draws = rules.filter((rule): rule is [RegExp, Law] => typeof rule[1] === 'object');
  test.each(draws)('%s is drawn as in the papers’ code', (pattern, law) => {
    const drawn = weights(model, pattern, (shape) => {
      const [units, channels = 1] = [...shape].reverse();
      const taps = shape.slice(0, -2).reduce((product, size) => product * size, 1);
      return law.deviation({ fanIn: taps * channels, fanOut: taps * units, units });
    });
    expect(drawn.length).toBeGreaterThan(600);
    const mean = drawn.reduce((sum, x) => sum + x, 0) / drawn.length;
    const deviation = Math.sqrt(drawn.reduce((sum, x) => sum + x * x, 0) / drawn.length);
    const reach = drawn.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
    // four standard errors of a mean, and of a deviation where the law is normal, which is the widest
    expect(Math.abs(mean)).toBeLessThan(4 / Math.sqrt(drawn.length));
    expect(Math.abs(deviation - 1)).toBeLessThan(4 / Math.sqrt(2 * drawn.length));
    expect(reach).toBeGreaterThan(law.reach[0]);
    expect(reach).toBeLessThan(law.reach[1]);
  });

  test('has no weight that no rule speaks of, or more than one', () => {
    const spoken = Object.keys(trainableVariables(model)).map((weight) => [
      weight,
      rules.filter(([pattern]) => pattern.test(weight)).length,
    ]);
    expect(spoken.filter(([, count]) => count !== 1)).toEqual([]);
  });
});
