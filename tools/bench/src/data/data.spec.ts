import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encode } from 'jpeg-js';
import { describe as report } from './measure.js';
import { photographs, smallImages } from './sides.js';
import { files, images, listFiles } from './sources.js';

/** A folder of two classes with a JPEG file each, grey levels of 32×32. */
function classFolders(): string {
  const dir = mkdtempSync(join(tmpdir(), 'classes-'));
  for (const [i, name] of ['a', 'b'].entries()) {
    mkdirSync(join(dir, name));
    const data = Buffer.alloc(32 * 32 * 4, 100 * (i + 1));
    writeFileSync(join(dir, name, '1.JPEG'), encode({ height: 32, width: 32, data }).data);
    writeFileSync(join(dir, name, 'notes.txt'), 'no image');
  }
  return dir;
}

test('an epoch of few files takes them several times, in memory as well', async () => {
  const dir = classFolders();
  expect(listFiles(dir).map((path) => path.slice(dir.length))).toEqual(['/a/1.JPEG', '/b/1.JPEG']);
  for (const source of [files(dir, 5, 'javascript'), await images(dir, 5)]) {
    const levels: number[] = [];
    for (let index = 0; index < 5; index++) levels.push((await source.read(index)).pixels[0]);
    expect(levels).toEqual([100, 200, 100, 200, 100]);
    expect(source.count).toBe(5);
  }
  expect(() => listFiles(join(dir, '..', 'classes-none'))).toThrow('ENOENT');
});

test('without a folder there are waves of that size', async () => {
  const source = await images(undefined, 3);
  expect(await source.read(2)).toMatchObject({ height: 32, width: 32, channels: 3 });
});

test.each([
  ['with', 'python3', 2, 1],
  ['without', undefined, 0, 0],
])('%s PyTorch all ratios are over a side that runs', (_, python, small, large) => {
  const settings = [
    smallImages({ count: 1, python }),
    photographs({ dir: 'photographs', count: 1, python }),
  ];
  expect(settings.map(({ sides }) => sides.length)).toEqual([3 + small, 4 + large]);
  for (const { sides, over } of settings) {
    expect(sides.map(({ name }) => name)).toContain(over);
    for (const { command, args } of sides.filter(({ command }) => command === python)) {
      expect([command, existsSync(args[0])]).toEqual([python, true]);
    }
  }
});

test('what was measured is told as medians with quartiles, ratios round by round', () => {
  const side = (name: string) => ({ name, command: '', args: [] });
  const text = report({ title: 'images', over: 'base', sides: [side('base'), side('other')] }, [
    { name: 'base', version: 'B 1', rates: [100, 200, 400] },
    { name: 'other', version: 'O 2', rates: [200, 200, 200] },
  ]);
  expect(text).toContain('200 [150–300] images/s  1.00 [1.00–1.00]  B 1');
  expect(text).toContain('200 [200–200] images/s  1.00 [0.75–1.50]  O 2');
});
