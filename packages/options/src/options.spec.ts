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
