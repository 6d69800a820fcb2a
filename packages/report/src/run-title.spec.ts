import { runTitle } from './run-title.js';

const config = { model: { name: 'resnet8' }, dataset: { name: 'digits', dir: '/data/digits' } };

test.each([
  ['its recipe', { ...config, recipe: 'quickstart' }, 'quickstart', undefined],
  [
    'its recipe, and what differs from that',
    { ...config, recipe: 'quickstart', set: ['rule.name=plain', 'epochs=5'] },
    'quickstart',
    'rule.name=plain, epochs=5',
  ],
  [
    'no path',
    { ...config, recipe: 'mine', set: ['dataset.dir=/data', 'seed=1', 'imports=[/rule.mjs]'] },
    'mine',
    'seed=1',
  ],
  ['its model and data set, without a recipe', config, 'resnet8 on digits', undefined],
  ['its model alone', { model: { name: 'vgg16' } }, 'vgg16', undefined],
  ['a run, where nothing is known', { set: 'no list' }, 'a run', undefined],
])('a run is called by %s', (_, run, title, subtitle) => {
  expect(runTitle(run)).toEqual({ title, subtitle });
});
