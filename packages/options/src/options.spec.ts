import * as o from './index.js';

const options = {
  r: o.number('radius'),
  gamma: o.number('weight', { least: 0, below: 1, default: 0.9 }),
  epsilon: o.number('step', { above: 0, optional: true }),
  decay: o.share('decay of the mean', { default: 0.5 }),
  every: o.count('period', { default: 5 }),
  unit: o.flag('whether to normalise', { default: false }),
  isWeight: o.code('which', { default: (name: string) => name === 'w' }),
};
const resolve = (given: object) => o.resolveOptions('rule', options, given as never);

test('fill in defaults, and resolve schedules at a step', () => {
  const values = resolve({ r: (step: number) => step / 10, every: 2 });
  const at: o.At<typeof options> = o.optionsAt(options, values, 3);
  expect(at).toMatchObject({ r: 0.3, gamma: 0.9, decay: 0.5, every: 2, unit: false });
  expect(at.epsilon).toBeUndefined();
  expect(at.isWeight('w')).toBe(true);
});

test.each<[object, string]>([
  [{}, 'rule needs r: radius.'],
  [{ r: NaN }, 'r must be a finite number of at least 0, got NaN.'],
  [{ r: '1' }, 'r must be a number or a schedule (a function of the step), got "1".'],
  [{ r: 1, epsilon: 0 }, 'epsilon must be a finite number above 0, got 0.'],
  [{ r: 1, gamma: 1 }, 'gamma must be a finite number of at least 0 and below 1, got 1.'],
  [{ r: 1, decay: 1 }, 'decay must be a finite number of at least 0 and below 1, got 1.'],
  [{ r: 1, decay: [] }, 'decay must be a number, got [].'],
  [{ r: 1, every: 1.5 }, 'every must be a whole number of at least 1, got 1.5.'],
  [{ r: 1, unit: 'no' }, 'unit must be true or false, got "no".'],
  [{ r: 1, ever: 2 }, "rule has no option 'ever'. Did you mean 'every'?"],
  [{ R: 1, zzzzzzzz: 2 }, "rule has no option 'R'."],
])('refuse %j', (given, message) => {
  expect(() => resolve(given)).toThrow(message);
});

test('the types ask for what is needed, and for no more', () => {
  const needed = {
    r: o.number('radius'),
    unit: o.flag('whether to normalise', { default: false }),
  };
  // @ts-expect-error r is needed
  expect(() => o.resolveOptions('rule', needed, {})).toThrow('rule needs r: radius.');
  // @ts-expect-error a number is no object of options
  expect(() => o.resolveOptions('rule', needed, 0.1)).toThrow('got 0.1.');
  expect(o.resolveOptions('rule', needed, { r: 1 }).unit).toBe(false);
  const free = { unit: needed.unit };
  expect(o.resolveOptions('rule', free, {})).toEqual({ unit: false });
});

test('refuse what is no object of options', () => {
  expect(() => o.resolveOptions('rule', options, 0.1 as never)).toThrow(
    'rule takes an object of options (r, gamma, epsilon, decay, every, unit, isWeight), got 0.1.',
  );
});

test('a schedule that leaves its bounds names the step', () => {
  const values = resolve({ r: () => -1 });
  expect(() => o.optionsAt(options, values, 5)).toThrow(
    'r must be a finite number of at least 0, got -1 at step 5.',
  );
});

test('a number without bounds may be negative where it says so', () => {
  const free = { c: o.number('threshold', { least: -Infinity, default: 0 }) };
  expect(o.optionsAt(free, o.resolveOptions('rule', free, { c: -2 }), 0).c).toBe(-2);
  expect(() => o.resolveOptions('rule', free, { c: NaN })).toThrow(
    'c must be a finite number, got',
  );
});

test('defaults in words', () => {
  expect(Object.values(options).slice(0, 4).map(o.describeDefault)).toEqual([
    'required',
    '0.9',
    'optional',
    '0.5',
  ]);
});

describe('names', () => {
  test.each([
    ['alpah', ['alpha', 'r'], " Did you mean 'alpha'?"],
    ['gpn', ['gam', 'gnp'], " Did you mean 'gnp'?"],
    ['al', ['alpha', 'r'], " Did you mean 'alpha'?"],
    ['zzzzzzz', ['alpha', 'r'], ' Known are alpha, r.'],
    ['x', [], ''],
  ])('near %s', (name, known, expected) => {
    expect(o.suggest(name, known)).toBe(expected);
  });

  test('more than a dozen are not listed whole', () => {
    const known = Array.from({ length: 14 }, (_, i) => `option${i}`);
    expect(o.suggest('zzzzzzzzzzzz', known)).toMatch(/option11, ….$/);
  });
});

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

test('a function of declared options checks them and carries its record', () => {
  const record = { name: 'times', options: { by: o.constant('the factor'), of: kinds.size } };
  const times = o.define(record, ({ by, of }) => by * of);
  expect(times({ by: 3 })).toBe(3);
  expect(times.name).toBe('times');
  expect(times.options).toBe(record.options);
  // @ts-expect-error by is needed
  expect(() => times()).toThrow('times needs by: the factor.');
  // @ts-expect-error no such option
  expect(() => times({ by: 1, off: 2 })).toThrow("times has no option 'off'. Did you mean 'of'?");
  const free = o.define({ name: 'free', options: { of: kinds.size } }, ({ of }) => of);
  expect(free()).toBe(1);
});

test.each<[o.Mask, boolean[]]>([
  ['all', [true, true]],
  ['kernels', [true, false]],
  ['*bias', [false, true]],
  [['head/*'], [true, false]],
])('the mask %j covers what it says', (mask, expected) => {
  const parameters: [string, o.ParameterLike][] = [
    ['head/kernel', { shape: [2, 3], rank: 2 }],
    ['bias', { shape: [3], rank: 1 }],
  ];
  expect(parameters.map(([name, p]) => o.isCovered(mask, name, p))).toEqual(expected);
});

describe('a selection', () => {
  const parameter = { shape: [2, 3], rank: 2 };
  test.each<[o.Selection, boolean]>([
    ['norm/*', true],
    ['*gamma', true],
    ['gamma', false],
    ['norm.*', false],
    [/gam/, true],
    [(_, { rank }) => rank === 2, true],
    [['no', ['x', '*a']], true],
    [[], false],
  ])('%p', (selection, expected) => {
    expect(o.isSelected(selection, 'norm/gamma', parameter)).toBe(expected);
  });
});
