import { formatCount, formatDuration, formatNumber, formatPercent, formatRate } from './format.js';

describe('formatDuration', () => {
  it.each([
    [0, '0ms'],
    [850.4, '850ms'],
    [999.6, '1.0s'],
    [4_210, '4.2s'],
    [9_960, '10s'],
    [59_400, '59s'],
    [59_600, '1m 00s'],
    [83_000, '1m 23s'],
    [3_599_900, '1h 00m'],
    [7_500_000, '2h 05m'],
    [86_390_000, '1d 00h'],
    [273_600_000, '3d 04h'],
    [Infinity, '–'],
    [NaN, '–'],
    [-1, '–'],
  ])('of %p ms is %p', (ms, text) => expect(formatDuration(ms)).toBe(text));
});

describe('formatCount', () => {
  it.each([
    [0, '0'],
    [42, '42'],
    [41.66, '41.7'],
    [950, '950'],
    [1234, '1.23k'],
    [11_173_962, '11.2M'],
    [999_949, '1M'],
    [146_000_000, '146M'],
    [1_200_000_000, '1.2B'],
    [5e15, '5000T'],
    [-1500, '-1.5k'],
    [NaN, '–'],
  ])('of %p is %p', (count, text) => expect(formatCount(count)).toBe(text));
});

describe('the other formats', () => {
  it('give rates their unit', () => expect(formatRate(1234, 'images')).toBe('1.23k images/s'));

  it('turn fractions into percentages', () => {
    expect(formatPercent(0.03456)).toBe('3.46%');
    expect(formatPercent(1, 0)).toBe('100%');
    expect(formatPercent(NaN)).toBe('NaN');
  });

  it.each([
    [0, '0'],
    [0.123456, '0.1235'],
    [12.3456, '12.35'],
    [1234.5, '1235'],
    [1.2346e-7, '1.235e-7'],
    [-2.5e8, '-2.500e+8'],
    [NaN, 'NaN'],
    [-Infinity, '-Infinity'],
  ])('show %p as %p', (value, text) => expect(formatNumber(value)).toBe(text));
});
