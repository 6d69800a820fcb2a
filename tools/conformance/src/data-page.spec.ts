import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { decodeImage, encodePng, listDatasets } from '@gnp/data/node';
import { expectRegion } from './page-region.js';
import { augmentationPictures, batchPictures, operationPictures } from './pictures/pictures.js';
import type { Picture } from './pictures/pictures.js';

const folder = new URL('../../../docs/images/augmentations/', import.meta.url);
const pictures = [...augmentationPictures, ...operationPictures, ...batchPictures];

test.each(pictures)('$name has the picture that it makes', async ({ name, draw }) => {
  const file = new URL(`${name}.png`, folder);
  const drawn = draw();
  if (process.env.UPDATE_DOCS) writeFileSync(file, encodePng(drawn));
  const { pixels } = await decodeImage(readFileSync(file), { decoder: 'javascript' });
  expect(Buffer.compare(pixels, drawn.pixels)).toBe(0);
});

test('no picture is left over, and all of them are small', () => {
  const names = readdirSync(folder);
  expect(names.sort()).toEqual(pictures.map(({ name }) => `${name}.png`).sort());
  const bytes = names.reduce((sum, name) => sum + readFileSync(new URL(name, folder)).length, 0);
  expect(bytes).toBeLessThan(1.5e6);
});

const shown = ({ name, title }: Picture) =>
  `\`${name.replace('operation-', '')}\`${title === name.replace('operation-', '') ? '' : `: ${title}.`}\n\n` +
  `![${name}](images/augmentations/${name}.png)`;

test.each([
  ['augmentations', augmentationPictures],
  ['operations', operationPictures],
  ['batch-augmentations', batchPictures],
] as const)('docs/data.md shows all %s', (region, list) => {
  expectRegion(region, list.map(shown).join('\n\n'), { page: 'data', lines: 3 * list.length });
});

test('docs/data.md lists the data sets', () => {
  const all = listDatasets();
  const lines = all.map(
    ({ name, description, licence, source }) =>
      `- **\`${name}\`**: ${description}. Licence: ${licence}. Source: ${source}.`,
  );
  expectRegion('datasets', lines.join('\n'), { page: 'data', lines: all.length });
});
