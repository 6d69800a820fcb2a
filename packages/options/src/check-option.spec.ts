import * as o from './index.js';

const kinds = {
  size: o.constant('size', { above: 0, default: 1 }),
  seed: o.count('seed', { least: 0, default: 0 }),
  length: o.steps('length', { default: 0 }),
  drops: o.milestones('when it drops', { default: [] }),
  mode: o.choice('how', ['reflect', 'zero'], { default: 'reflect' }),
  dir: o.text('folder', { optional: true }),
  classes: o.names('names of the classes', { optional: true }),
  decayed: o.mask('which decay', { default: 'all' }),
  even: o.code<number>('a number', {
    default: 2,
    check: (name, value) => o.checkNumber(name, value as number, { most: 4 }),
  }),
};

test('each kind has its type, and its default where nothing is given', () => {
  const values = o.resolveOptions('thing', kinds, { dir: 'data', drops: [3, 6] });
  const typed: {
    size: number;
    mode: 'reflect' | 'zero';
    dir: string | undefined;
    classes: readonly string[] | undefined;
    drops: readonly number[];
  } = values;
  expect(typed).toEqual({
    ...{ size: 1, seed: 0, length: 0, drops: [3, 6], mode: 'reflect', dir: 'data' },
    ...{ classes: undefined, decayed: 'all', even: 2 },
  });
  expect(o.optionsAt(kinds, values, 9)).toEqual(values);
});

test.each<[object, string]>([
  [{ size: 0 }, 'size must be a finite number above 0, got 0.'],
  [{ size: () => 1 }, 'size must be a number, got a function.'],
  [{ seed: -1 }, 'seed must be a whole number of at least 0, got -1.'],
  [{ length: 1.5 }, 'length must be a whole number of at least 0, got 1.5.'],
  [{ drops: 3 }, 'drops must be a list of steps, got 3.'],
  [{ drops: [1, 'x'] }, 'drops[1] must be a whole number of at least 0, got "x".'],
  [{ drops: [6, 3] }, 'drops must ascend, but 3 follows 6.'],
  [{ mode: 'reflct' }, `mode must be one of reflect, zero, got "reflct". Did you mean 'reflect'?`],
  [{ mode: 1 }, 'mode must be one of reflect, zero, got 1.'],
  [{ dir: '' }, 'dir must be a text, got "".'],
  [{ classes: [] }, 'classes must be a list of texts, got [].'],
  [{ classes: ['a', 3] }, 'classes must be a list of texts, got ["a", 3].'],
  [
    { decayed: 3 },
    "decayed must be 'all', 'kernels', a name, a pattern, a predicate or a list of these, got 3.",
  ],
  [{ even: 5 }, 'even must be a finite number at most 4, got 5.'],
])('refuse %j', (given, message) => {
  expect(() => o.resolveOptions('thing', kinds, given)).toThrow(message);
});
