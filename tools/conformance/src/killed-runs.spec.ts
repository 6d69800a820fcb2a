import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { randomStream } from '@gnp/random';
import { testedBackends } from './tested-backends.js';

const command = fileURLToPath(new URL('../../../packages/cli/bin/gnp.js', import.meta.url));

// Node.js warns where both are set
const { FORCE_COLOR: _, NO_COLOR: __, ...env } = process.env;

let folder: string;
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'gnp-killed-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const small = [
  ...['dataset.trainImages=256', 'batchSize=32', 'epochs=3', 'logEverySteps=2'],
  ...['learningRate.warmupEpochs=1', 'checkpointEveryEpochs=1'],
].map((setting) => `--set=${setting}`);

/** Starts or goes on with a run, in a process of its own. */
function start(dir: string, backend: string) {
  const args = existsSync(join(dir, 'config.yaml'))
    ? ['train', '--resume']
    : ['train', 'quickstart', ...small, `--backend=${backend}`];
  const child = spawn(process.execPath, [command, ...args, `--working-dir=${dir}`], {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let err = '';
  child.stderr.on('data', (text: Buffer) => (err += text.toString()));
  const ended = new Promise<{ status: number | null; err: string }>((resolve) =>
    child.on('close', (status) => resolve({ status, err })),
  );
  return { child, ended };
}

const size = (path: string) => (existsSync(path) ? statSync(path).size : 0);

/** Kills the process some milliseconds after it has logged anything, or begun a run. */
async function killedAfter(delayMs: number, dir: string, backend: string) {
  const path = join(dir, 'metrics.jsonl');
  const { child, ended } = start(dir, backend);
  const before = size(path);
  while (child.exitCode === null && size(path) === before) await wait(2);
  await wait(delayMs);
  child.kill('SIGKILL');
  return ended;
}

const times = /"(imagesPerSecond|\w+Ms)":[^,}]*,?/g;

/** All that a run ends with, but for its times. */
function outcome(dir: string) {
  const tensors = ['model', 'optimizer', 'rule'].map(
    (name) => `checkpoints/step-00000024/${name}.safetensors`,
  );
  const files = [...tensors, 'confusion.json', 'samples.json'].map((name) =>
    readFileSync(join(dir, name), 'base64'),
  );
  return { files, log: readFileSync(join(dir, 'metrics.jsonl'), 'utf8').replaceAll(times, '') };
}

const backends = testedBackends.filter((name) => name === 'wasm' || name === 'onednn');

test.each(backends)(
  'a run on %s that is killed again and again ends with the same bits',
  async (backend) => {
    const [whole, killed] = ['whole', 'killed'].map((name) => join(folder, backend, name));
    expect(await start(whole, backend).ended).toMatchObject({ status: 0 });
    const draw = randomStream(Number(process.env.GNP_SEED ?? 0));
    const kills = Number(process.env.GNP_KILLS ?? 5);
    let killedCount = 0;
    for (let i = 0; i < kills; i++) {
      const { status, err } = await killedAfter(draw.uniform() * 150, killed, backend);
      expect([status, err]).toEqual([
        status === 0 ? 0 : null,
        expect.not.stringContaining('gnp: '),
      ]);
      killedCount += status === null ? 1 : 0;
    }
    expect(killedCount).toBeGreaterThan(0);
    expect(await start(killed, backend).ended).toMatchObject({ status: 0 });
    expect(outcome(killed)).toEqual(outcome(whole));
  },
);
