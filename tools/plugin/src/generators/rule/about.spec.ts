import { placeholder, wordsAbout } from './about';

const paper = 'Doe et al., 2026, arXiv 2601.00001';

test('what is not said is yet to be written', () => {
  expect(wordsAbout({ title: ' My Rule ', paper: `${paper}. ` })).toEqual({
    title: 'My Rule',
    paper,
    formula: placeholder,
    use: placeholder,
  });
});

test.each([
  [{ title: ' ' }, 'A rule needs a title: --title'],
  [{ paper: 'a paper' }, "A rule needs its paper and the year, got 'a paper'"],
  [{ paper: undefined }, '--paper "AUTHORS, CONFERENCE YEAR, arXiv NUMBER"'],
])('refuses what comes from nowhere: %j', (wrong, message) => {
  expect(() => wordsAbout({ title: 'My Rule', paper, ...wrong })).toThrow(message);
});
