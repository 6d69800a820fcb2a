import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporary } from '../../testing/gnp.js';
import { findRuns } from './find-runs.js';

const root = temporary();
for (const run of ['a-2', 'a-10', 'b', '.hidden', 'sweep/gnp/seed-0', 'sweep/logs/x']) {
  mkdirSync(join(root, run), { recursive: true });
  if (!run.includes('logs')) writeFileSync(join(root, run, 'config.yaml'), '');
}
writeFileSync(join(root, 'a.html'), '');

const found = (pattern: string) => findRuns(join(root, pattern));

test.each([
  ['b', ['b']],
  ['none', ['none']],
  ['a-*', ['a-2', 'a-10']],
  ['*', ['a-2', 'a-10', 'b']],
  ['sweep/*/*', ['sweep/gnp/seed-0']],
  ['sw*/gnp/seed-*', ['sweep/gnp/seed-0']],
])('%s is %j: a path as it is, or the runs that match, in natural order', (pattern, runs) => {
  expect(found(pattern)).toEqual(runs.map((run) => join(root, run)));
});

test('patterns begin in this folder, too', () => {
  const before = process.cwd();
  process.chdir(root);
  try {
    expect(findRuns('./a-1*')).toEqual(['a-10']);
    expect(findRuns('../*/b')).toContain(join('..', root.split('/').at(-1)!, 'b'));
  } finally {
    process.chdir(before);
  }
});

test.each([
  ['trial-*', /No run matches '.*trial-\*'\. Known are .*a-2, .*a-10, .*b\.$/],
  ['sweep/gnp/sed-*', /Did you mean '.*seed-0'\?$/],
  ['nowhere/*', /No run matches '.*nowhere\/\*'\.$/],
])('%s is refused with what there is', (pattern, message) => {
  expect(() => found(pattern)).toThrow(message);
});
