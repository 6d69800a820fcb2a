import { test as evaluation, train } from '../testing/lines.js';
import { runFigures } from './figures.js';

describe('runFigures', () => {
  it('takes the first of equally good evaluations and passes over NaN', () => {
    const { best, final } = runFigures([
      evaluation(1, NaN),
      evaluation(2, 0.1),
      evaluation(3, 0.1),
      evaluation(4, NaN),
    ]);
    expect(best?.epoch).toBe(2);
    expect(final?.epoch).toBe(4);
  });

  it('leaves out what is not logged, or no number', () => {
    const step = train(20, { imagesPerSecond: undefined, elapsedMs: undefined });
    const { split, epoch } = evaluation(2, 0);
    const lines = [step, { split, step: 20, epoch, errorRate: 'low' }];
    expect(runFigures(lines)).toEqual({
      final: { step: 20, epoch: 2 },
      waitingShare: 0.2,
      passes: 40,
      steps: 20,
      epochs: 2,
    });
    expect(runFigures([])).toEqual({ steps: 0, epochs: 0 });
  });
});
