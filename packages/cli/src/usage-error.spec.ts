import { isMistake, setUp, UsageError } from './usage-error.js';

const throwing = (error: unknown) => () => {
  throw error;
};

test.each([
  new Error("There is no model named 'resnet9'."),
  new RangeError('r must be a finite number of at least 0, got -1.'),
  Object.assign(new Error('no such file'), { code: 'ENOENT' }),
])('what a user can mend is wrong usage: %s', async (error) => {
  await expect(setUp(throwing(error))).rejects.toBeInstanceOf(UsageError);
  await expect(setUp(throwing(error))).rejects.toThrow(error.message);
});

test.each([
  new TypeError("Cannot read properties of undefined (reading 'shape')"),
  new ReferenceError('images is not defined'),
  new RangeError('Maximum call stack size exceeded'),
])('a mistake of the program stays what it is: %s', async (error) => {
  expect(isMistake(error)).toBe(true);
  await expect(setUp(throwing(error))).rejects.toBe(error);
});
