import { Writable } from 'node:stream';
import type { ProgressOptions } from './progress.js';
import { createProgress } from './progress.js';
import { renderProgressBar, renderProgressText } from './progress-line.js';
import type { TextStream } from './style.js';
import { styleOf, widthOf } from './style.js';

const plan = { totalSteps: 400, totalEpochs: 4 };
const state = { step: 100, epoch: 2, loss: 1.23456, errorRate: 0.4567, imagesPerSecond: 1234 };

function setup(options: Partial<ProgressOptions> & { isTTY?: boolean } = {}) {
  let text = '';
  const stream: TextStream = Object.assign(
    new Writable({
      write(chunk, _, done) {
        text += String(chunk);
        done();
      },
    }),
    { isTTY: options.isTTY ?? false, columns: 120 },
  );
  const clock = { ms: 0 };
  const progress = createProgress({ ...plan, stream, env: {}, now: () => clock.ms, ...options });
  return { progress, clock, text: () => text, reset: () => (text = '') };
}

describe('a line of progress', () => {
  const plain = styleOf(new Writable(), {});

  it('says where the run is, how well it does and how long it will take', () => {
    expect(renderProgressText(state, plan, 83_000)).toBe(
      'epoch 2/4  step 100/400  loss 1.235  error 45.7%  1.23k img/s  1m 23s left',
    );
    expect(renderProgressText({ step: 0, epoch: 1 }, plan)).toBe('epoch 1/4  step 0/400');
  });

  it('has a bar on a terminal', () => {
    const line = renderProgressBar(state, plan, {
      columns: 120,
      remainingMs: 83_000,
      style: plain,
    });
    expect(line).toBe(
      '━━━━━───────────────  25%  epoch 2/4  loss 1.235  error 45.7%  1.23k img/s  1m 23s left  step 100/400',
    );
  });

  it.each([20, 40, 59, 60, 80, 100])('is shorter than a terminal of %i columns', (columns) => {
    const line = renderProgressBar(state, plan, { columns, remainingMs: 83_000, style: plain });
    expect(widthOf(line)).toBeLessThan(columns);
  });

  describe('has a sparkline of recent losses', () => {
    const losses = (count: number) => Array.from({ length: count }, (_, i) => count - i);
    const drawn = (recentLosses: number[], columns = 120, sparklines = true) =>
      renderProgressBar({ ...state, recentLosses }, plan, {
        ...{ columns, remainingMs: 83_000, style: plain, sparklines },
      });

    it('of the last twelve, in a width that does not change', () => {
      expect(drawn([8, 6, 4, 1])).toContain('  loss 1.235 █▆▄▁          error 45.7%  ');
      expect(drawn(losses(40))).toContain('  loss 1.235 ██▇▆▆▅▄▃▃▂▁▁  error 45.7%  ');
      expect(drawn([2, NaN, 1])).toContain('  loss 1.235 █ ▁           error');
      expect(widthOf(drawn([1, 1]))).toBe(widthOf(drawn(losses(12))));
    });

    it('only where all else has room beside it', () => {
      const without = (columns: number) => drawn([], columns);
      const width = widthOf(drawn(losses(12), 200));
      expect(widthOf(drawn(losses(12), width + 1))).toBe(width);
      for (const columns of [20, 80, width]) {
        expect(drawn(losses(12), columns)).toBe(without(columns));
      }
      expect(drawn(losses(12), 120, false)).toBe(without(120));
      expect(drawn([1])).toBe(without(120));
    });

    it('and none in a log, or where the terminal could not show it', () => {
      const text = (options: Parameters<typeof setup>[0]) => {
        const { progress, text } = setup(options);
        progress.update({ ...state, recentLosses: [2, 1] });
        progress.stop();
        return text();
      };
      expect(text({ isTTY: true })).toContain('█▁');
      expect(text({ isTTY: true, env: { NO_COLOR: '1' } })).toContain('█▁');
      expect(text({ isTTY: true, env: { LC_ALL: 'C' } })).not.toContain('█▁');
      expect(text({})).not.toContain('█▁');
    });
  });

  it('takes its marks for no width', () => {
    const stream = Object.assign(new Writable(), { isTTY: true });
    const marked = renderProgressBar(state, plan, { columns: 80, style: styleOf(stream, {}) });
    const unmarked = renderProgressBar(state, plan, { columns: 80, style: plain });
    expect(widthOf(marked)).toBe(unmarked.length);
    expect(marked.length).toBeGreaterThan(unmarked.length);
  });

  it('stays within its bar beyond the end and for an empty run', () => {
    const at = (step: number, totalSteps: number) =>
      renderProgressBar({ step, epoch: 1 }, { totalSteps, totalEpochs: 1 }, { style: plain });
    expect(at(500, 400)).toContain('100%');
    expect(at(0, 0)).toContain('  0%');
  });
});

describe('progress in a log', () => {
  it('writes a line for the first step, every interval, every epoch and the last step', () => {
    const { progress, clock, text } = setup({ intervalMs: 1000 });
    for (let step = 1; step <= 400; step++) {
      clock.ms = step * 15;
      progress.update({ step, epoch: Math.ceil(step / 100) });
    }
    progress.stop();
    const steps = [...text().matchAll(/step (\d+)/g)].map(([, step]) => Number(step));
    expect(steps).toEqual([1, 68, 101, 168, 201, 268, 301, 368, 400]);
    expect(text()).not.toContain('\u001b');
    expect(text()).not.toContain('\r');
  });

  it('writes messages as they are', () => {
    const { progress, text } = setup();
    progress.message('saved');
    expect(text()).toBe('saved\n');
  });

  it('estimates by the pace of this sitting', () => {
    const { progress, clock, text } = setup({ startStep: 300 });
    clock.ms = 50_000;
    progress.update({ step: 350, epoch: 4 });
    expect(text()).toContain('50s left');
  });

  it('is what a dumb terminal gets', () => {
    const { progress, text } = setup({ isTTY: true, env: { TERM: 'dumb' } });
    progress.update(state);
    progress.stop();
    expect(text()).toMatch(/^epoch 2\/4 .*\n$/);
  });
});

describe('progress on a terminal', () => {
  it('draws over its own line, not more than ten times a second', () => {
    const { progress, clock, text } = setup({ isTTY: true });
    for (let step = 1; step <= 100; step++) {
      clock.ms = step * 10;
      progress.update({ ...state, step });
    }
    progress.stop();
    expect(text().match(/epoch/g)).toHaveLength(10);
    expect(text()).not.toContain('\n');
  });

  it('hides the cursor and gives it back once', () => {
    const listeners = process.listenerCount('exit');
    const { progress, text, reset } = setup({ isTTY: true });
    expect(text()).toBe('\u001b[?25l');
    expect(process.listenerCount('exit')).toBe(listeners + 1);
    progress.stop();
    expect(text()).toMatch(/\u001b\[\?25h$/);
    expect(process.listenerCount('exit')).toBe(listeners);
    reset();
    progress.stop();
    progress.update(state);
    expect(text()).toBe('');
    progress.message('after');
    expect(text()).toBe('after\n');
  });

  it('keeps messages above the bar', () => {
    const { progress, text, reset } = setup({ isTTY: true, env: { NO_COLOR: '1' } });
    progress.update(state);
    reset();
    progress.message('saved a checkpoint');
    expect(text()).toMatch(/^\r\u001b\[Ksaved a checkpoint\n\r━━━━━─+ {2}25% {2}epoch 2\/4/);
    progress.stop();
  });

  it('has colours unless NO_COLOR is set', () => {
    const colours = [{}, { NO_COLOR: '1' }].map((env) => {
      const { progress, text } = setup({ isTTY: true, env });
      progress.update(state);
      progress.stop();
      return text().includes('\u001b[32m');
    });
    expect(colours).toEqual([true, false]);
  });
});
