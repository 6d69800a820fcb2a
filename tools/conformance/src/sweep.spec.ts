import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { readMetrics } from '@gnp/trainer/node';

const command = fileURLToPath(new URL('../../../packages/cli/bin/gnp.js', import.meta.url));

const sweep = `recipe: quickstart
set:
  dataset.trainImages: 64
  batchSize: 32
  epochs: 1
  learningRate.warmupEpochs: 0
  backend: wasm
seeds: [0, 1, 2]
trials:
  plain: { rule.name: plain }
  gnp: { rule.r: 0.1 }
  sam: { rule.name: sam, rule.rho: 0.1 }
`;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'gnp-sweep-'));
  writeFileSync(join(folder, 'rules.yaml'), sweep);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

// Node.js warns where both are set
const { FORCE_COLOR: _, NO_COLOR: __, ...env } = process.env;

/** Starts `gnp sweep` there, in a process of its own. */
function start(...flags: string[]) {
  const child = spawn(process.execPath, [command, 'sweep', 'rules.yaml', ...flags], {
    cwd: folder,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const printed = { out: '', err: '' };
  child.stdout.on('data', (text: Buffer) => (printed.out += text.toString()));
  child.stderr.on('data', (text: Buffer) => (printed.err += text.toString()));
  const ended = new Promise<{ status: number | null; out: string; err: string }>((resolve) =>
    child.on('close', (status) => resolve({ status, ...printed })),
  );
  return { child, ended, printed };
}

const runs = () => readdirSync(join(folder, 'runs/rules')).filter((name) => name !== 'logs');

test('a sweep of three rules and three seeds, interrupted and restarted, ends with its table', async () => {
  const first = start();
  while (!first.printed.err.includes('3/9')) await wait(50);
  first.child.kill('SIGTERM'); // as a cluster does
  const interrupted = await first.ended;
  expect([interrupted.status, interrupted.err]).toEqual([
    143,
    expect.stringContaining('Interrupted: the same command goes on.'),
  ]);
  expect(runs().length).toBeGreaterThan(0);

  // one of them alone, as a job of a cluster
  expect((await start('--trial=8').ended).status).toBe(0);
  expect(readMetrics(join(folder, 'runs/rules/sam/seed-2/metrics.jsonl'))).not.toEqual([]);
  const before = readFileSync(join(folder, 'runs/rules/sam/seed-2/metrics.jsonl'));

  const { status, out, err } = await start('--jobs=2').ended;
  expect(status).toBe(0);
  for (const name of ['plain', 'gnp', 'sam']) {
    expect(out).toMatch(new RegExp(`^${name} +3/3 +\\d+\\.\\d+% ± \\d+\\.\\d+ +\\d`, 'm'));
  }
  expect(err).not.toContain('9/9');
  expect(readFileSync(join(folder, 'runs/rules/sam/seed-2/metrics.jsonl'))).toEqual(before);
  for (const file of ['results.json', 'comparison.svg']) {
    expect(existsSync(join(folder, 'runs/rules', file))).toBe(true);
  }
  const again = await start('--json').ended;
  expect(again.err).toBe('');
  expect(JSON.parse(again.out)).toEqual(
    JSON.parse(readFileSync(join(folder, 'runs/rules/results.json'), 'utf8')),
  );
  const quiet = await start('--quiet', '--', 's*').ended;
  const seeds = [0, 1, 2].map((seed) => join('runs/rules/sam', `seed-${seed}`));
  expect(quiet).toEqual({ status: 0, out: seeds.map((run) => `${run}\n`).join(''), err: '' });
});
