import { writeFileSync } from 'node:fs';
import type { TestSamples } from '@gnp/report';
import { temporary } from '../../testing/gnp.js';
import { formatSamples, readSamples, samplesPath, writeSamples } from './samples-file.js';

const samples: TestSamples = {
  ...{ split: 'validation', step: 3, count: 7, errors: 1 },
  samples: [
    {
      ...{ choice: 'random', index: 5, label: 0, labelName: 'é', predicted: 0, predictedName: 'é' },
      ...{ probability: 0.5, height: 8, width: 8, png: 'iVBORw0KGgoAAA==' },
    },
  ],
};

let told: jest.SpyInstance;
beforeEach(() => void (told = jest.spyOn(console, 'error').mockImplementation()));
afterEach(() => told.mockRestore());

test('is read as it was written; a run without it has no images, and nobody is told', async () => {
  const dir = temporary();
  expect(await readSamples(dir)).toEqual({});
  await writeSamples(dir, samples);
  expect(await readSamples(dir)).toEqual({ samples });
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
])('of a file that is %s, the report says so', async (_, text, why) => {
  const dir = temporary();
  writeFileSync(samplesPath(dir), text);
  const notes = ['The sample images are missing: samples.json is damaged.'];
  expect(await readSamples(dir)).toEqual({ notes });
  expect(told).toHaveBeenCalledTimes(1);
  const [line] = told.mock.calls[0] as [string];
  expect(line).toContain(`${samplesPath(dir)} is damaged (${why}`);
  expect(line).not.toContain('\n');
});
