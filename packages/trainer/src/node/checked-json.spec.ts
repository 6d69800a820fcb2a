import { stringifyExactly } from './checked-json.js';

describe('stringifyExactly', () => {
  it('writes what JSON holds exactly', () => {
    const value = { a: [1, -0.5, 'x', null, true], b: { c: 1e-300 }, d: Object.create(null) };
    expect(JSON.parse(stringifyExactly(value, 'state'))).toEqual({ ...value, d: {} });
  });

  it('leaves out what is undefined', () => {
    expect(stringifyExactly({ a: undefined, b: 1 }, 'state')).toBe('{"b":1}');
  });

  it.each<[unknown, string]>([
    [{ best: { loss: Infinity } }, 'state.best.loss is Infinity'],
    [{ norms: [1, NaN] }, 'state.norms[1] is NaN'],
    [{ shuffle: Int32Array.of(1) }, 'state.shuffle is a Int32Array'],
    [{ now: new Date(0) }, 'state.now is a Date'],
    [{ schedule: () => 1 }, 'state.schedule is a function'],
    [[undefined], 'state[0] is undefined'],
    [{ step: 1n }, 'state.step is 1'],
  ])('refuses %p', (value, message) => {
    expect(() => stringifyExactly(value, 'state')).toThrow(message);
  });
});
