import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gnp, temporary, train } from '../../testing/gnp.js';

test('report writes the same page as train, and leaves out what a damaged checkpoint would tell', async () => {
  const dir = join(temporary(), 'run');
  const path = join(dir, 'report.html');
  await train(dir);
  const page = readFileSync(path, 'utf8');
  expect(page).toContain('<dt>Parameters</dt><dd>77.8k</dd>');
  rmSync(path);
  expect((await gnp('report', dir)).status).toBe(0);
  expect(readFileSync(path, 'utf8')).toBe(page);

  writeFileSync(join(dir, 'checkpoints/step-00000006/state.json'), '{');
  expect((await gnp('report', dir)).status).toBe(0);
  expect(readFileSync(path, 'utf8')).toBe(page.replace(/<div><dt>Parameters.*\n/, ''));
});
