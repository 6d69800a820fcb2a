import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gnp, small, temporary, train } from '../../testing/gnp.js';

const read = (dir: string) => readFileSync(join(dir, 'report.html'), 'utf8');

describe('the report of a run', () => {
  const dir = join(temporary(), 'run');
  let page = '';
  beforeAll(async () => {
    await train(dir, '--seed=3');
    page = read(dir);
  });

  test('is headed by the recipe and by what the command line changed, over a resume, too', async () => {
    const changes = [...small, '--set=epochs=2', '--seed=3'];
    const subtitle = changes.map((flag) => flag.replace(/^--(set=)?/, '')).join(', ');
    expect(page).toContain(`<title>quickstart: ${subtitle}</title>`);
    expect(page).toContain('<h1>quickstart</h1>');
    const resumed = ['train', '--resume', '--working-dir', dir];
    expect((await gnp(...resumed, '--dry-run')).out).toMatch(/^recipe: quickstart\nset:\n/);
    expect((await gnp(...resumed)).status).toBe(0);
    expect(read(dir)).toContain(`<title>quickstart: ${subtitle}</title>`);
    const otherwise = [...resumed, 'quickstart', ...changes.reverse()];
    expect(await gnp(...otherwise)).toMatchObject({ status: 0 });
  });

  test('is written anew as train wrote it, and leaves out what a damaged checkpoint would tell', async () => {
    expect(page).toContain('<dt>Parameters</dt><dd>77.8k</dd>');
    rmSync(join(dir, 'report.html'));
    expect((await gnp('report', dir)).status).toBe(0);
    expect(read(dir)).toBe(page);

    writeFileSync(join(dir, 'checkpoints/step-00000006/state.json'), '{');
    expect((await gnp('report', dir)).status).toBe(0);
    expect(read(dir)).toBe(page.replace(/<div><dt>Parameters.*\n/, ''));
  });
});

test('a run that does not say its recipe is called by its model and data set', async () => {
  const dir = temporary();
  const config = { model: { name: 'resnet8' }, dataset: { name: 'digits' } };
  writeFileSync(join(dir, 'config.yaml'), JSON.stringify(config));
  expect((await gnp('report', dir)).status).toBe(0);
  expect(read(dir)).toContain('<title>resnet8 on digits</title>');
  expect(read(dir)).toContain('Nothing has been logged yet.');
  writeFileSync(join(dir, 'config.yaml'), '[');
  expect(await gnp('report', dir, dir)).toMatchObject({ status: 2 });
});
