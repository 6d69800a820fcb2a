import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const command = fileURLToPath(new URL('../../../packages/cli/bin/gnp.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'gnp-pipes-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

// Node.js warns where both are set
const { FORCE_COLOR: _, NO_COLOR: __, ...env } = process.env;

/** Runs the command with a reader of one of its streams that goes away at the first bytes, or before. */
function withReaderGone(stream: 'stdout' | 'stderr', when: 'before' | 'after', args: string[]) {
  const child = spawn(process.execPath, [command, ...args], { env, stdio: 'pipe' });
  let err = '';
  child.stderr.on('data', (text: Buffer) => (err += text.toString()));
  if (when === 'before') child[stream].destroy();
  else child[stream].once('data', () => child[stream].destroy());
  return new Promise((resolve) => child.on('close', (status) => resolve({ status, err })));
}

test.each([[['models']], [['models', '--json']], [['rules', '--quiet']], [['--help']]])(
  'gnp %j is no mistake where nobody reads to the end',
  async (args) => {
    const silent = { status: 0, err: '' };
    expect(await withReaderGone('stdout', 'before', args)).toEqual(silent);
    expect(await withReaderGone('stdout', 'after', args)).toEqual(silent);
  },
);

test('training goes on when nobody reads its progress any more', async () => {
  const run = join(folder, 'run');
  const smoke = ['train', 'quickstart', '--smoke', '--backend=wasm', '--working-dir', run];
  expect(await withReaderGone('stderr', 'after', smoke)).toMatchObject({ status: 0 });
  expect(existsSync(join(run, 'report.html'))).toBe(true);
});
