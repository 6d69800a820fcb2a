import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const command = join(root, 'packages/cli/bin/gnp.js');

/** Loader hooks that write the address of each module that is loaded to the standard error. */
const hooks = `
  import { writeSync } from 'node:fs';
  export async function load(url, context, next) {
    writeSync(2, 'loaded ' + url + '\\n');
    return next(url, context);
  }`;
const asUrl = (source: string) => `data:text/javascript,${encodeURIComponent(source)}`;
const register = `import { register } from 'node:module'; register(${JSON.stringify(asUrl(hooks))});`;

/** Runs the built command by itself: its files that were loaded, the packages, and what it printed. */
function gnp(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', asUrl(register), command, ...args],
    { encoding: 'utf8' },
  );
  const lines = stderr.split('\n');
  const urls = lines.flatMap((line) => /^loaded (file:.*)$/.exec(line)?.[1] ?? []);
  const cli = `${pathToFileURL(root).href}packages/cli/`;
  return {
    status,
    out: stdout,
    err: lines.filter((line) => !line.startsWith('loaded ')).join('\n'),
    files: urls.filter((url) => url.startsWith(cli)).map((url) => url.slice(cli.length)),
    packages: new Set(
      urls.flatMap(
        (url) => /.*(?:node_modules|packages)\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1] ?? [],
      ),
    ),
  };
}

test.each<[string[], number]>([
  [['--version'], 0],
  [['--help'], 0],
  [['train', '--help'], 0],
  [['help', 'report'], 0],
  [['trian'], 2],
  [['train', '--sed', '3'], 2],
])('gnp %j loads no command', (args, expected) => {
  const { status, files, packages, out, err } = gnp(...args);
  expect(status).toBe(expected);
  expect(out + err).not.toBe('');
  expect(files).toEqual([
    'bin/gnp.js',
    'dist/main.js',
    'dist/program.js',
    'dist/command-options.js',
    'dist/usage-error.js',
    'dist/versions.js',
  ]);
  expect([...packages]).toEqual(['cli', 'commander']);
});

test('gnp recipes needs neither TensorFlow.js nor the charts', () => {
  const { status, packages } = gnp('recipes');
  expect(status).toBe(0);
  expect([...packages].sort()).toEqual([
    'cli',
    'commander',
    'fastest-levenshtein',
    'options',
    'yaml',
  ]);
});

test('gnp report does without TensorFlow.js', () => {
  const run = mkdtempSync(join(tmpdir(), 'gnp-'));
  writeFileSync(join(run, 'config.yaml'), 'recipe: quickstart');
  const line = { split: 'train', step: 1, epoch: 1, loss: 2, errorRate: 0.5 };
  writeFileSync(join(run, 'metrics.jsonl'), `${JSON.stringify(line)}\n`);
  const samples = { split: 'test', step: 1, count: 1, errors: 0, samples: [] };
  writeFileSync(join(run, 'samples.json'), JSON.stringify(samples));
  const { status, packages, err } = gnp('report', run);
  expect({ status, err }).toEqual({ status: 0, err: '' });
  expect([...packages].filter((name) => name.startsWith('@tensorflow'))).toEqual([]);
  expect(packages).toContain('echarts');
});

test('gnp rules needs its operations alone, gnp models all of TensorFlow.js', () => {
  const union = (...args: string[]) => gnp(...args).packages.has('@tensorflow/tfjs');
  expect([union('rules'), union('models', 'resnet8')]).toEqual([false, true]);
});
