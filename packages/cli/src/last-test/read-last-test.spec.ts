import { writeFileSync } from 'node:fs';
import type { Confusion, TestSamples } from '@gnp/report';
import { temporary } from '../../testing/gnp.js';
import { confusionPath, writeConfusion } from './confusion-file.js';
import { readLastTest } from './read-last-test.js';
import { formatSamples, samplesPath, writeSamples } from './samples-file.js';

const samples: TestSamples = {
  ...{ split: 'validation', step: 3, count: 7, errors: 1 },
  samples: [
    {
      ...{ choice: 'random', index: 5, label: 0, labelName: 'é', predicted: 0, predictedName: 'é' },
      ...{ probability: 0.5, height: 8, width: 8, png: 'iVBORw0KGgoAAA==' },
    },
  ],
};

const confusion: Confusion = {
  ...{ split: 'test', step: 3, classNames: ['a', 'é'] },
  confusion: [
    [3, 1],
    [0, 2],
  ],
};

let told: jest.SpyInstance;
beforeEach(() => void (told = jest.spyOn(console, 'error').mockImplementation()));
afterEach(() => told.mockRestore());

test('what is kept is read as it was written; of a run without it there is nothing, and nobody is told', async () => {
  const dir = temporary();
  expect(await readLastTest(dir)).toEqual({});
  await writeSamples(dir, samples);
  expect(await readLastTest(dir)).toEqual({ samples });
  await writeConfusion(dir, confusion);
  expect(await readLastTest(dir)).toEqual({ samples, confusion });
  expect(told).not.toHaveBeenCalled();
});

const whole = formatSamples(samples);
test.each([
  ['cut off', whole.slice(0, 90), 'no JSON'],
  ['without images', '{"split":"test","step":1,"count":1,"errors":0}', 'samples: '],
  [
    'with an address in place of a picture',
    whole.replace('iVBORw0KGgo', 'http://a'),
    'samples.0.png: no PNG',
  ],
  ['with markup in a picture', whole.replace('AAA==', '\\"><script>'), 'samples.0.png: no PNG'],
  ['with a probability of 2', whole.replace('0.5', '2'), 'samples.0.probability: '],
  ['far too large', whole.replace('AAA==', 'A'.repeat(3e5)), 'more than 290000 bytes'],
])('of images in a file that is %s, the report says so', async (_, text, why) => {
  const dir = temporary();
  writeFileSync(samplesPath(dir), text);
  const notes = ['The sample images are missing: samples.json is damaged.'];
  expect(await readLastTest(dir)).toEqual({ notes });
  expect(told).toHaveBeenCalledTimes(1);
  const [line] = told.mock.calls[0] as [string];
  expect(line).toContain(`${samplesPath(dir)} is damaged (${why}`);
  expect(line).not.toContain('\n');
});

const matrix = JSON.stringify(confusion);
test.each([
  ['cut off', matrix.slice(0, 30), 'no JSON'],
  ['of fewer classes', matrix.replace('"a",', ''), 'not a row and a column for each class'],
  ['of halves', matrix.replace('3,1', '3,1.5'), 'confusion.0.1: '],
  ['without rows', '{"split":"test","step":1,"classNames":["a"]}', 'confusion: '],
])('of a matrix that is %s, the report says so, and shows the images', async (_, text, why) => {
  const dir = temporary();
  await writeSamples(dir, samples);
  writeFileSync(confusionPath(dir), text);
  const notes = ['The confusion of classes is missing: confusion.json is damaged.'];
  expect(await readLastTest(dir)).toEqual({ samples, notes });
  const [line] = told.mock.calls[0] as [string];
  expect(line).toContain(`${confusionPath(dir)} is damaged (${why}`);
});
