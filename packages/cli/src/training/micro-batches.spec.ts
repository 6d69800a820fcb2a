import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { gnp, numbers, temporary, train } from '../../testing/gnp.js';

const dir = join(temporary(), 'run');
const auto = '--set=microBatches=auto';

test('what auto chooses is part of the run, which takes the same steps as with that number', async () => {
  const { err, status } = await train(dir, auto);
  expect(status).toBe(0);
  expect(err).toMatch(/microBatches: 1\. A step holds \d+ MiB; [\d.]+ [GM]iB are free\./);
  const config = parse(readFileSync(join(dir, 'config.yaml'), 'utf8')) as object;
  expect(config).toMatchObject({ microBatches: 1, set: expect.arrayContaining([auto.slice(6)]) });
  const other = join(temporary(), 'run');
  await train(other);
  expect(numbers(dir)).toEqual(numbers(other));
});

test('such a run is resumed with what it has chosen, be memory as it may', async () => {
  const file = join(dir, 'config.yaml');
  const text = readFileSync(file, 'utf8').replace('microBatches: 1', 'microBatches: 2');
  const begun = join(temporary(), 'run');
  mkdirSync(begun);
  writeFileSync(join(begun, 'config.yaml'), text);
  const { err, status } = await train(begun, auto, '--resume');
  expect(status).toBe(0);
  expect(err).not.toContain('microBatches:');
  const [line] = numbers(begun).filter(({ split }) => split === 'test');
  expect(line).not.toEqual(numbers(dir).find(({ split }) => split === 'test'));
  expect((await gnp('train', '--resume', '--working-dir', dir)).err).toContain('The run is done');
});

test('a dry run tells what a step holds, and what parts change of it', async () => {
  const held = async (parts: number) => {
    const { out } = await gnp('train', 'quickstart', `--set=microBatches=${parts}`, '--dry-run');
    return Number(/# a step holds: (\d+) MiB; [\d.]+ GiB are free/.exec(out)![1]);
  };
  expect(await held(8)).toBeLessThan(await held(1));
});
