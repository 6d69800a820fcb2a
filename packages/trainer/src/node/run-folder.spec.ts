import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openMetricsLog, readMetrics } from './metrics-log.js';
import { createRunFolder, openRunFolder } from './run-folder.js';

const config = { model: 'vgg16', optimizer: { learningRate: 0.1 }, versions: { node: 20 } };
const text = 'model: vgg16\noptimizer:\n  learningRate: 0.1\nversions:\n  node: 20\n';

describe('run folders', () => {
  let parent: string;
  let dir: string;
  beforeEach(async () => {
    parent = await mkdtemp(join(tmpdir(), 'gnp-run-'));
    dir = join(parent, 'runs', 'first');
  });
  afterEach(() => rm(parent, { recursive: true }));

  const log = (...steps: number[]) => {
    const metrics = openMetricsLog(join(dir, 'metrics.jsonl'));
    for (const step of steps) {
      metrics.append({ split: 'test', step, epoch: 1, loss: 1, errorRate: 1 });
    }
    metrics.close();
  };

  it('holds the configuration and tells where the rest goes', async () => {
    const run = await createRunFolder(dir, config);
    expect(run).toEqual({
      dir,
      config,
      configText: text,
      metricsPath: join(dir, 'metrics.jsonl'),
      reportPath: join(dir, 'report.html'),
    });
    expect(await readFile(join(dir, 'config.yaml'), 'utf8')).toBe(text);
    expect(await readdir(dir)).toEqual(['config.yaml']);
    expect(await openRunFolder(dir)).toEqual(run);
    expect(await openRunFolder(dir, config)).toEqual(run);
  });

  it('never takes a folder that holds another configuration', async () => {
    await createRunFolder(dir, config);
    const other = { ...config, optimizer: { learningRate: 0.05 } };
    await expect(createRunFolder(dir, other)).rejects.toThrow(
      `Folder ${dir} holds a run with another configuration (there / here: optimizer.learningRate: 0.1 / 0.05); choose another folder.`,
    );
    await expect(openRunFolder(dir, other)).rejects.toThrow('resume it with its own configuration');
    expect(await readFile(join(dir, 'config.yaml'), 'utf8')).toBe(text);
  });

  it('takes configurations that differ only in ignored keys for the same', async () => {
    const later = { ...config, versions: { node: 22 } };
    await createRunFolder(dir, config);
    await expect(openRunFolder(dir, later)).rejects.toThrow('versions.node: 20 / 22');
    const run = await openRunFolder(dir, later, { ignoreKeys: ['versions'] });
    expect(run.config).toEqual(config);
  });

  it('begins again where the same run had not logged anything', async () => {
    await createRunFolder(dir, config);
    await writeFile(join(dir, 'config.yaml'), `# mine\n${text}`);
    expect((await createRunFolder(dir, config)).configText).toBe(`# mine\n${text}`);
  });

  it('asks to resume where the same run has begun', async () => {
    await createRunFolder(dir, config);
    log(1);
    await expect(createRunFolder(dir, config)).rejects.toThrow('already holds this run; resume it');
    expect(readMetrics(join(dir, 'metrics.jsonl'))).toHaveLength(1);
  });

  it('refuses a folder with a run of unknown configuration, but not one with other files', async () => {
    await writeFile(join(parent, 'notes.txt'), 'mine');
    await createRunFolder(parent, config);
    expect(await readFile(join(parent, 'notes.txt'), 'utf8')).toBe('mine');
    await rm(join(parent, 'config.yaml'));
    await writeFile(join(parent, 'events.out.tfevents.1.host'), '');
    await expect(createRunFolder(parent, config)).rejects.toThrow(
      'events.out.tfevents.1.host but no config.yaml',
    );
  });

  it('says what to do where there is no run, or a file', async () => {
    await expect(openRunFolder(dir)).rejects.toThrow(`no run in ${dir}`);
    const file = join(parent, 'file');
    await writeFile(file, '');
    await expect(createRunFolder(file, config)).rejects.toThrow(`${file} is a file`);
    await expect(openRunFolder(file)).rejects.toThrow(`no run in ${file}`);
  });
});
