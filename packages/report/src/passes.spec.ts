import { test as evaluation, train } from '../testing/lines.js';
import { inferStepsPerEpoch, passesBy } from './passes.js';

describe('passesBy', () => {
  it('adds up the passes of each step', () => {
    // one pass a step up to the fourth, two up to the tenth
    const passes = passesBy([train(2, { passes: 1 }), train(4, { passes: 1 }), train(10)])!;
    const added = Array.from(
      { length: 13 },
      (_, step) => Math.min(step, 4) + 2 * Math.max(0, step - 4),
    );
    expect(added.map((_, step) => passes(step))).toEqual(added);
  });

  it('knows nothing of lines that do not tell', () => {
    expect(passesBy([evaluation(1, 0.2)])).toBeUndefined();
    expect(passesBy([train(1, { passes: undefined })])).toBeUndefined();
  });
});

it('infers the steps of an epoch from evaluations at the ends of epochs', () => {
  expect(inferStepsPerEpoch([evaluation(1, 0.2), evaluation(2, 0.2)])).toBe(10);
  expect(inferStepsPerEpoch([{ ...evaluation(2, 0.2), step: 17 }])).toBeUndefined();
  expect(inferStepsPerEpoch([train(1)])).toBeUndefined();
});

it('does so, too, where the run ended within its last epoch', () => {
  const ended = (step: number) => [
    evaluation(1, 0.2),
    evaluation(2, 0.2),
    { ...evaluation(3, 0.2), step },
  ];
  expect([21, 30].map((step) => inferStepsPerEpoch(ended(step)))).toEqual([10, 10]);
  expect([20, 31].map((step) => inferStepsPerEpoch(ended(step)))).toEqual([undefined, undefined]);
});
