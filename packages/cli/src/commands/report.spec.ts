import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeImage, readDigits } from '@gnp/data/node';
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

  test('shows images of the last test with what they were taken for, pixels as the data set has them', async () => {
    const { test: images } = readDigits();
    const shown = [...page.matchAll(/<li><img alt="(.*?)" .*?base64,(.*?)">[^]*?#(\d+)</g)];
    expect(shown.length).toBeGreaterThan(12);
    for (const [, alt, png, index] of shown) {
      expect(alt).toMatch(/^\d, (taken for \d|classified rightly) with \d+\.\d%$/);
      expect(alt[0]).toBe(String(images.labels[Number(index)]));
      const image = await decodeImage(Buffer.from(png, 'base64'), { channels: 1 });
      const { pixels } = await images.read(Number(index));
      expect([...image.pixels]).toEqual([...pixels]);
    }
    expect(page).toContain('<h2>Time of the run</h2>');
  });

  test('tells of damaged images, and draws the rest', async () => {
    const path = join(dir, 'samples.json');
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, text.slice(0, 100));
    const damaged = await gnp('report', dir);
    expect(damaged).toMatchObject({ status: 0, out: `${join(dir, 'report.html')}\n` });
    expect(damaged.err).toBe(
      `${path} is damaged (no JSON); the report does without samples.json.\n`,
    );
    expect(read(dir)).toContain('samples.json is damaged.');
    expect(read(dir)).toContain('<h2>Loss</h2>\n<svg');
    rmSync(path);
    expect(await gnp('report', dir)).toMatchObject({ status: 0, err: '' });
    expect(read(dir)).not.toContain('<img');
    writeFileSync(path, text);
  });

  test('is written anew as train wrote it, without a checkpoint and the images, too', async () => {
    expect(page).toContain('<dt>Parameters</dt><dd>77.8k</dd>');
    rmSync(join(dir, 'report.html'));
    expect((await gnp('report', dir)).status).toBe(0);
    expect(read(dir)).toBe(page);

    writeFileSync(join(dir, 'checkpoints/step-00000006/state.json'), '{');
    expect((await gnp('report', dir)).status).toBe(0);
    expect(read(dir)).toBe(page);
    rmSync(join(dir, 'checkpoints'), { recursive: true });
    expect((await gnp('report', dir)).status).toBe(0);
    expect(read(dir)).toBe(page);
  });
});

test('a file that is no report is replaced by force alone, and a report without', async () => {
  const dir = temporary();
  writeFileSync(join(dir, 'config.yaml'), 'model: { name: resnet8 }');
  const files = ['mine.html', 'runs.html', 'runs.svg'].map((name) => join(dir, name));
  for (const path of files) {
    writeFileSync(path, '<p>my notes</p>');
    const runs = path === files[0] ? [dir] : [dir, dir];
    const write = (...more: string[]) => gnp('report', ...runs, '--output', path, ...more);
    const refused = await write();
    expect(refused).toMatchObject({ status: 2, out: '' });
    expect(refused.err).toContain(`${path} is not a report that gnp has written`);
    expect(readFileSync(path, 'utf8')).toBe('<p>my notes</p>');
    expect(await write('--force')).toMatchObject({ status: 0, out: `${path}\n` });
    expect(await write()).toMatchObject({ status: 0, err: '' });
  }
  const pdf = await gnp('report', dir, dir, '--output', join(dir, 'runs.pdf'));
  expect(pdf).toMatchObject({ status: 2 });
  expect(pdf.err).toContain("--output ends in '.pdf'");
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
