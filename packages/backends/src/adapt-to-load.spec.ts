import * as tf from '@tensorflow/tfjs-core';
import { findOnednn } from '@gnp/backend-onednn';
import type { OnednnBackend } from '@gnp/backend-onednn';
import { adaptToLoad } from './adapt-to-load.js';
import { useBackend } from './use-backend.js';

const describeOnednn = findOnednn().available ? describe : describe.skip;
const passes = (ms: number) => {
  const now = performance.now();
  jest.spyOn(performance, 'now').mockReturnValue(now + ms);
};

afterEach(() => jest.restoreAllMocks());

describeOnednn('adapting to what else the machine does', () => {
  const adaptive = async () => {
    const { settings } = await useBackend('onednn', { grain: 'adaptive', threads: 2 });
    return { settings, backend: tf.backend() as OnednnBackend };
  };

  it('measures at the start, and says what it chose', async () => {
    const { settings, backend } = await adaptive();
    expect(settings[0]).toMatch(
      /^Threads: [12], grain (fine|medium): others leave [0-2]\.\d processors\.$/,
    );
    expect(settings[0]).toContain(`Threads: ${backend.threads}, grain ${backend.grain}`);
  });

  it('measures again after ten seconds, and says what changed', async () => {
    const { backend } = await adaptive();
    const measure = jest.spyOn(backend, 'adapt').mockImplementation(() => {
      backend.threads = 1;
      backend.grain = 'medium';
      return 0.4;
    });
    backend.threads = 2;
    expect(adaptToLoad()).toBeUndefined();
    expect(measure).not.toHaveBeenCalled();
    passes(11_000);
    expect(adaptToLoad()).toBe('Threads: 1, grain medium: others leave 0.4 processors.');
    expect(measure).toHaveBeenLastCalledWith(2);
    passes(22_000);
    expect(adaptToLoad()).toBeUndefined();
    expect(measure).toHaveBeenCalledTimes(2);
  });

  it('leaves alone what was not prepared so, and other backends', async () => {
    const { backend } = await adaptive();
    const measure = jest.spyOn(backend, 'adapt');
    await tf.setBackend('cpu');
    passes(11_000);
    adaptToLoad();
    await useBackend('onednn', { threads: 1 });
    passes(22_000);
    adaptToLoad();
    expect(measure).not.toHaveBeenCalled();
  });
});
