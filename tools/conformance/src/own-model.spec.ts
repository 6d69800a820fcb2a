import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A model of one's own, as a user writes it: plain JavaScript in a file of theirs. */
const myNet = `import * as tf from '@tensorflow/tfjs-layers';
import { registerModel } from '@gnp/models';
import { count } from '@gnp/options';

registerModel({
  name: 'my-net',
  family: 'My nets',
  summary: 'one hidden layer',
  paper: { title: 'None', url: 'https://example.org' },
  imageSize: 8,
  options: { hidden: count('units of the hidden layer', { default: 32 }) },
  build: ({ classes, height, width, channels, hidden }) =>
    tf.sequential({
      layers: [
        tf.layers.flatten({ inputShape: [height, width, channels] }),
        tf.layers.dense({ units: hidden, activation: 'relu' }),
        tf.layers.dense({ units: classes }),
      ],
    }),
});
`;

const root = fileURLToPath(new URL('../../../', import.meta.url));
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'gnp-own-'));
  writeFileSync(join(folder, 'my-net.mjs'), myNet);
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const dryRun = (...settings: string[]) =>
  spawnSync(
    process.execPath,
    [
      join(root, 'packages/cli/bin/gnp.js'),
      ...['train', 'quickstart', '--dry-run', '--backend=wasm', '--set=imports=[my-net.mjs]'],
      ...['model.name=My_Net', ...settings].map((setting) => `--set=${setting}`),
    ],
    { cwd: folder, encoding: 'utf8' },
  );

test("a recipe takes a model of one's own with its options", () => {
  const usual = dryRun();
  expect(usual.stdout).toContain('model:\n  name: my-net\n  hidden: 32\n');
  const { status, stdout } = dryRun('model.hidden=4');
  expect(status).toBe(0);
  // 8×8 pixels, 4 hidden units, 10 classes
  expect(stdout).toContain(`# parameters: ${64 * 4 + 4 + 4 * 10 + 10}\n`);
});

test.each([
  ['model.hiden=4', "Unknown key 'model.hiden'. Did you mean 'model.hidden'?"],
  ['model.hidden=0', "'model.hidden' is 0; it must be at least 1."],
  ['model.hidden=many', `'model.hidden' is "many"; it must be a number.`],
])('and refuses %s', (setting, message) => {
  const { status, stderr } = dryRun(setting);
  expect(stderr).toContain(message);
  expect(status).toBe(2);
});
