import { Writable } from 'node:stream';
import { styleOf } from './style.js';
import { renderRows, renderSummary } from './summary.js';

const run = {
  errorRate: 0.0345,
  loss: 0.13456,
  best: { errorRate: 0.0341, epoch: 187 },
  epochs: 200,
  steps: 78_000,
  parameters: 11_173_962,
  imagesPerSecond: 1234,
  elapsedMs: 7_500_000,
  dir: 'runs/first',
};

describe('the summary', () => {
  it('is a table in two columns', () => {
    expect(renderSummary(run)).toBe(
      [
        'test error  3.45%',
        'test loss   0.1346',
        'best        3.41% (epoch 187)',
        'epochs      200 (78k steps)',
        'parameters  11.2M',
        'speed       1.23k images/s',
        'time        2h 05m',
        'run folder  runs/first',
        'next        gnp eval runs/first',
      ].join('\n'),
    );
  });

  it('says where the checkpoint of the best epoch is', () => {
    const best = { ...run.best, checkpoint: 'runs/first/checkpoints/step-00072930' };
    expect(renderSummary({ ...run, best })).toContain(
      'best        3.41% (epoch 187, runs/first/checkpoints/step-00072930)\n',
    );
  });

  it('draws how the error went', () => {
    expect(renderSummary({ ...run, trend: '█▂▁', testedOn: 'validation' })).toContain(
      '\ntrend             █▂▁ (validation error)\n',
    );
  });

  it('leaves out what is not known', () => {
    const text = renderSummary({ epochs: 0, steps: 0, elapsedMs: 0, dir: 'a' });
    expect(text).toBe(
      [
        'epochs      0 (0 steps)',
        'time        0ms',
        'run folder  a',
        'next        gnp eval a',
      ].join('\n'),
    );
  });

  it('quotes folders for the shell', () => {
    expect(renderSummary({ ...run, dir: "it's mine" })).toContain(`gnp eval 'it'\\''s mine'`);
    expect(renderSummary({ ...run, next: 'gnp train --resume' })).toMatch(/gnp train --resume$/);
  });

  it('looks the same with the marks of a terminal taken away', () => {
    const stream = Object.assign(new Writable(), { isTTY: true });
    const marked = renderSummary(run, styleOf(stream, {}));
    expect(marked).toContain('\u001b[1m3.45%\u001b[22m');
    const marks = new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, 'g');
    expect(marked.replaceAll(marks, '')).toBe(renderSummary(run));
  });

  it('has no marks where NO_COLOR is set, on dumb terminals and in files', () => {
    const terminal = Object.assign(new Writable(), { isTTY: true });
    expect(styleOf(terminal, { NO_COLOR: '1' }).bold('x')).toBe('x');
    expect(styleOf(terminal, { NO_COLOR: '' }).bold('x')).not.toBe('x');
    expect(styleOf(terminal, { TERM: 'dumb' }).bold('x')).toBe('x');
    expect(styleOf(new Writable(), {}).bold('x')).toBe('x');
  });

  it('is empty without rows', () => expect(renderRows([['a', undefined]])).toBe(''));
});
