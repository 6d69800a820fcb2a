import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { gnp, temporary } from '../../testing/gnp.js';

/** The folder of a run of two steps that ends with this test error. */
function run(rule: object, seed: number, errorRate: number): string {
  const dir = join(temporary(), 'run');
  mkdirSync(dir);
  writeFileSync(join(dir, 'config.yaml'), stringify({ recipe: 'mine', rule, seed, epochs: 1 }));
  const lines = [
    { split: 'train', step: 2, epoch: 1, loss: 1, errorRate: 0.5, passes: 2, imagesPerSecond: 100 },
    { split: 'test', step: 2, epoch: 1, loss: 1, errorRate, elapsedMs: 3000 },
  ];
  writeFileSync(
    join(dir, 'metrics.jsonl'),
    lines.map((line) => `${JSON.stringify(line)}\n`).join(''),
  );
  return dir;
}

/** Puts environment variables back as they were, or takes them away. */
function restore(variables: Readonly<Record<string, string | undefined>>): void {
  for (const [name, value] of Object.entries(variables)) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
}

const gnpRule = { name: 'gnp', r: 0.1 };
const dirs = [run(gnpRule, 0, 0.1), run(gnpRule, 1, 0.3), run({ name: 'plain' }, 0, 0.25)];

test('compare prints what differs and the means over seeds', async () => {
  const { status, out } = await gnp('compare', ...dirs);
  expect(status).toBe(0);
  const rows = out
    .trim()
    .split('\n')
    .map((line) => line.split(/ {2,}/));
  expect(rows).toEqual([
    [
      'run',
      'rule.name',
      'rule.r',
      'seeds',
      'test error',
      'best',
      'steps',
      'passes',
      'speed',
      'time',
    ],
    [
      'gnp',
      'gnp',
      '0.1',
      '2',
      '20.00% ± 10.00',
      '20.00% ± 10.00',
      '2',
      '4',
      '100 images/s',
      '3.0s',
    ],
    ['plain', 'plain', '–', '1', '25.00%', '25.00%', '2', '4', '100 images/s', '3.0s'],
  ]);
});

test('compare --json is one line for programs', async () => {
  const { out } = await gnp('compare', ...dirs, '--json');
  expect(out.trim().split('\n')).toHaveLength(1);
  expect(JSON.parse(out)).toMatchObject({
    title: 'mine',
    differing: ['rule.name', 'rule.r'],
    groups: [
      { name: 'gnp', runs: dirs.slice(0, 2), seeds: [0, 1], settings: { 'rule.r': 0.1 } },
      { name: 'plain', runs: dirs.slice(2), finalError: { mean: 0.25 }, passes: { mean: 4 } },
    ],
  });
});

test('compare --quiet is the runs, the best first, those without a test last', async () => {
  const empty = temporary();
  writeFileSync(join(empty, 'config.yaml'), 'recipe: mine');
  const { out } = await gnp('compare', empty, ...dirs, '--quiet');
  expect(out.trim().split('\n')).toEqual([dirs[0], dirs[2], dirs[1], empty]);
});

test('compare takes patterns of runs', async () => {
  const all = await gnp('compare', join(dirs[0], '../*'), dirs[2], '--json');
  const { groups } = JSON.parse(all.out) as { groups: { runs: string[] }[] };
  expect(groups.flatMap(({ runs }) => runs)).toEqual([dirs[0], dirs[2]]);
});

test('compare refuses a folder without a run', async () => {
  const missing = temporary();
  const { status, err } = await gnp('compare', dirs[0], missing);
  expect(status).toBe(2);
  expect(err).toContain(`There is no run in ${missing}`);
});

test('compare draws the test errors on a terminal that has room for it', async () => {
  const { stdout } = process;
  const [{ isTTY, columns }, { NO_COLOR, LC_ALL }] = [stdout, process.env];
  const tests = [0.9, 0.1].map((errorRate, i) => ({
    ...{ split: 'test', step: 2 * i, epoch: i, loss: 1, errorRate },
  }));
  for (const dir of dirs.slice(0, 2)) {
    const path = join(dir, 'metrics.jsonl');
    writeFileSync(path, tests.map((line) => `${JSON.stringify(line)}\n`).join(''));
  }
  Object.assign(process.env, { NO_COLOR: '1', LC_ALL: 'en_GB.UTF-8' });
  try {
    const lines = async (width: number) => {
      Object.assign(stdout, { isTTY: true, columns: width });
      return (await gnp('compare', ...dirs)).out.split('\n');
    };
    const wide = await lines(200);
    expect(wide[0]).toMatch(/ {2}trend$/);
    expect(wide[1]).toMatch(/ {2}█▁$/);
    expect((await lines(80))[0]).toMatch(/ {2}time$/);
  } finally {
    Object.assign(stdout, { isTTY, columns });
    restore({ NO_COLOR, LC_ALL });
  }
});
