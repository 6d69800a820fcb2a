import {
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  utimesSync,
  writeFileSync,
  mkdirSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exampleCheckpoint } from '../../testing/example-checkpoint.js';
import type { Run } from '../callback.js';
import { saveCheckpoint } from './checkpoints.js';
import { readMetrics } from './metrics-log.js';
import { recordRun } from './record-run.js';
import { resumeRun } from './resume-run.js';
import { createRunFolder } from './run-folder.js';
import type { RunFolder } from './run-folder.js';

const line = (step: number) =>
  `{"split":"test","step":${step},"epoch":1,"loss":1,"errorRate":0.5}\n`;

/** A run with checkpoints and lines at the steps 1 and 2, and a line beyond. */
async function folderOf(config = { a: 1 }): Promise<RunFolder> {
  const folder = await createRunFolder(
    join(mkdtempSync(join(tmpdir(), 'gnp-resume-')), 'run'),
    config,
  );
  for (const step of [1, 2])
    await saveCheckpoint(folder.dir, { ...exampleCheckpoint(step), config });
  writeFileSync(folder.metricsPath, [1, 2, 3].map(line).join(''));
  return folder;
}

/** Everything in a folder, by its path. */
function contents(dir: string): Record<string, string> {
  const files = readdirSync(dir, { recursive: true, withFileTypes: true }).filter((one) =>
    one.isFile(),
  );
  return Object.fromEntries(
    files.map(({ parentPath, name }) => [
      join(parentPath, name),
      readFileSync(join(parentPath, name), 'latin1'),
    ]),
  );
}

const newest = ({ dir }: RunFolder) => join(dir, 'checkpoints/step-00000002');
const begin = (folder: RunFolder, step: number) =>
  recordRun(folder)[0].onTrainBegin?.({ state: { step } } as Run);

describe('resumeRun', () => {
  it('changes nothing, and the log is cut off when the state is restored', async () => {
    const folder = await folderOf();
    const before = contents(folder.dir);
    expect(await resumeRun(folder)).toMatchObject({ step: 2, skipped: [] });
    expect(contents(folder.dir)).toEqual(before);
    await begin(folder, 2);
    expect(readMetrics(folder.metricsPath).map(({ step }) => step)).toEqual([1, 2]);
  });

  it('falls back where the newest is corrupted, and leaves it until the next is saved', async () => {
    const folder = await folderOf();
    writeFileSync(join(newest(folder), 'model.safetensors'), 'torn');
    const before = contents(folder.dir);
    const checkpoint = await resumeRun(folder);
    expect(checkpoint).toMatchObject({ step: 1, skipped: [{ step: 2 }] });
    await begin(folder, 1);
    const { [folder.metricsPath]: _, ...others } = contents(folder.dir);
    expect(others).toEqual(
      Object.fromEntries(Object.entries(before).filter(([path]) => path in others)),
    );
    expect(Object.keys(others)).toHaveLength(Object.keys(before).length - 1);
  });

  it.each<[string, (path: string) => void, string]>([
    [
      'cannot be read now',
      (path) => {
        rmSync(join(path, 'model.safetensors'));
        mkdirSync(join(path, 'model.safetensors'));
      },
      'model.safetensors cannot be read: EISDIR',
    ],
    [
      'was written by a newer version',
      (path) => writeFileSync(join(path, 'state.json'), '{"format":99}'),
      'state.json has format 99',
    ],
  ])('does not fall back where the newest %s', async (_, change, message) => {
    const folder = await folderOf();
    change(newest(folder));
    const before = contents(folder.dir);
    await expect(resumeRun(folder)).rejects.toThrow(message);
    expect(contents(folder.dir)).toEqual(before);
  });

  it('refuses a configuration that was changed since', async () => {
    const folder = await folderOf();
    const edited = { ...folder, configText: 'a: 2\n' };
    await expect(resumeRun(edited)).rejects.toThrow(
      `config.yaml was changed since step 2 (now / then: a: 2 / 1); change it back`,
    );
  });

  it('warns where the log is missing', async () => {
    const folder = await folderOf();
    rmSync(folder.metricsPath);
    const warn = jest.spyOn(process, 'emitWarning').mockReturnValue();
    await resumeRun(folder);
    expect(warn.mock.calls[0][0]).toContain(
      'metrics.jsonl is missing: what the run logged up to step 2',
    );
    warn.mockRestore();
  });

  it('removes what a killed writer left', async () => {
    const folder = await folderOf();
    const [torn, young] = ['000000000000', '111111111111'].map((id) =>
      join(folder.dir, `.metrics.jsonl.tmp-${id}`),
    );
    for (const path of [torn, young]) writeFileSync(path, '');
    utimesSync(torn, 0, 0);
    await resumeRun(folder);
    expect(readdirSync(folder.dir).filter((name) => name.startsWith('.'))).toEqual([
      '.metrics.jsonl.tmp-111111111111',
    ]);
  });
});

test('a run that begins anew in a folder with checkpoints is refused before it changes anything', async () => {
  const folder = await folderOf();
  const before = contents(folder.dir);
  await expect(begin(folder, 0)).rejects.toThrow(
    'has checkpoints up to step 2, but the run begins at step 0',
  );
  expect(contents(folder.dir)).toEqual(before);
});
