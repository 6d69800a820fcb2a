import { fairShare } from './fair-share.js';

describe('the processors that others leave', () => {
  it.each([
    // threads, processors, got, left
    [2, 2, 2, 2], // nobody else
    [2, 2, 4 / 3, 1], // one busy other
    [2, 2, 1, 0], // two
    [8, 8, 6.4, 6],
    [4, 16, 4, 4], // others have enough besides
    [4, 16, 3.2, 0], // sixteen others
    [2, 2.5, 2, 2],
    [2, 1.5, 1.5, 1.5], // a quota of one and a half
    [2, 2, 0.01, 0],
  ])('of %f threads on %f processors that got %f, are %f', (threads, processors, got, left) => {
    expect(fairShare({ threads, processors, got })).toBeCloseTo(left, 10);
  });
});
