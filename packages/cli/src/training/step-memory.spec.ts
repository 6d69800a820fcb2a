import '../tensorflow.js';
import { traceMemory, useBackend } from '@gnp/backends';
import { gnp, plain } from '@gnp/core';
import type { Rule } from '@gnp/core';
import { createModel } from '@gnp/models';
import { adamW, sgd } from '@gnp/optim';
import { l2, trainStep } from '@gnp/trainer';
import type { StepSettings } from '@gnp/trainer';
import { linear } from '@gnp/warmup';
import { dispose, memory } from '@tensorflow/tfjs-core';
import { repeatImages } from './repeat-images.js';
import { measureStepMemory } from './step-memory.js';

const steps = 100;
const batchSize = 12;
const batch = {
  images: Uint8Array.from({ length: 3 * 16 * 16 * 3 }, (_, i) => (i * 31) % 256),
  shape: [3, 16, 16, 3] as const,
  labels: Int32Array.of(3, 1, 4),
};

const vit = { patchSize: 4, depthMultiplier: 1 / 6, widthMultiplier: 1 / 3 };
const makers: Record<string, () => StepSettings> = {
  resnet8: () => settingsOf('resnet8', {}, sgd({ learningRate: 0.1, momentum: 0.9 })),
  'vit-ti16': () => settingsOf('vit-ti16', vit, adamW({ learningRate: 1e-3 })),
};

function settingsOf(
  name: string,
  options: object,
  optimizer: StepSettings['optimizer'],
  rule: Rule = gnp({ r: 0.05, alpha: 0.8 }),
): StepSettings {
  const model = createModel(name, { ...options, classes: 10, channels: 3, imageSize: [16, 16] });
  return { model, optimizer, rule, weightPenalty: l2(1e-4) };
}

const bytesOf = ({ model }: StepSettings) => 4 * model.countParams();

/** What a step of that size holds in truth. */
function measured(settings: StepSettings, microBatches: number): number {
  const { take, firstState } = trainStep({ ...settings, microBatches });
  const trace = traceMemory(() => {
    const { state, numbers } = take(repeatImages(batch, batchSize), firstState(), { step: 0 });
    dispose([state.optimizer, state.rule]);
    void numbers();
  });
  return bytesOf(settings) + Math.max(...trace.map(({ bytes }) => bytes));
}

// auto is onednn where it is installed
describe.each(['wasm', 'auto'])('on %s', (backend) => {
  beforeAll(() => useBackend(backend));

  describe.each(Object.keys(makers))('%s', (name) => {
    test.each([1, 3])('foretells what a step in %d parts holds', (microBatches) => {
      const settings = makers[name]();
      const told = measureStepMemory(settings, { batch, batchSize, steps })(microBatches);
      const share = told / measured(settings, microBatches);
      expect(share).toBeGreaterThan(0.95);
      expect(share).toBeLessThan(1.05);
      settings.model.dispose();
    });
  });

  test('leaves the model as it was, and no tensors', async () => {
    const settings = makers.resnet8();
    const weights = () => settings.model.getWeights().map((weight) => weight.dataSync());
    const [before, { numTensors }] = [weights(), memory()];
    const told = measureStepMemory(settings, { batch, batchSize, steps });
    expect(told(2)).toBeLessThan(told(1));
    await new Promise(setImmediate);
    expect(weights()).toEqual(before);
    expect(memory().numTensors).toBe(numTensors);
    settings.model.dispose();
  });
});

test('the step of the most passes counts', async () => {
  await useBackend('wasm');
  const optimizer = sgd({ learningRate: 0.1 });
  const heldBy = (rule: Rule) => {
    const settings = settingsOf('resnet8', {}, optimizer, rule);
    const told = measureStepMemory(settings, { batch, batchSize: 4, steps })(1);
    settings.model.dispose();
    return told;
  };
  const r = linear({ from: 0, to: 0.05, steps: 50 });
  expect(heldBy(gnp({ r, alpha: 0.8 }))).toBe(heldBy(gnp({ r: 0.05, alpha: 0.8 })));
  expect(heldBy(plain())).toBeLessThan(heldBy(gnp({ r: 0.05, alpha: 0.8 })));
});
