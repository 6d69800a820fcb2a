import * as o from './index.js';

test('a function of declared options checks them and carries its record', () => {
  const record = {
    name: 'times',
    options: { by: o.constant('the factor'), of: o.constant('size', { above: 0, default: 1 }) },
  };
  const times = o.define(record, ({ by, of }) => by * of);
  expect(times({ by: 3 })).toBe(3);
  expect(times.name).toBe('times');
  expect(times.options).toBe(record.options);
  // @ts-expect-error by is needed
  expect(() => times()).toThrow('times needs by: the factor.');
  // @ts-expect-error no such option
  expect(() => times({ by: 1, off: 2 })).toThrow("times has no option 'off'. Did you mean 'of'?");
  const free = o.define(
    { name: 'free', options: { of: o.constant('size', { above: 0, default: 1 }) } },
    ({ of }) => of,
  );
  expect(free()).toBe(1);
});
