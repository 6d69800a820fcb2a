import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeFileAtomically } from './atomic-write.js';

describe('writeFileAtomically', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gnp-atomic-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('writes text and bytes and leaves nothing else behind', async () => {
    await writeFileAtomically(join(folder, 'a.txt'), 'één');
    await writeFileAtomically(join(folder, 'b.bin'), Uint8Array.of(0, 255));
    expect(await readFile(join(folder, 'a.txt'), 'utf8')).toBe('één');
    expect([...(await readFile(join(folder, 'b.bin')))]).toEqual([0, 255]);
    expect((await readdir(folder)).sort()).toEqual(['a.txt', 'b.bin']);
  });

  it('replaces a file', async () => {
    const path = join(folder, 'a');
    await writeFile(path, 'old and longer');
    await writeFileAtomically(path, 'new');
    expect(await readFile(path, 'utf8')).toBe('new');
  });

  it('removes its temporary file when it fails', async () => {
    await mkdir(join(folder, 'taken', 'inside'), { recursive: true });
    await expect(writeFileAtomically(join(folder, 'taken'), 'x')).rejects.toThrow();
    expect(await readdir(folder)).toEqual(['taken']);
  });

  it('reports a folder that does not exist', async () => {
    await expect(writeFileAtomically(join(folder, 'no', 'a'), 'x')).rejects.toThrow('ENOENT');
  });

  it('never shows a part of the contents to a reader', async () => {
    const path = join(folder, 'a');
    const [old, fresh] = ['a'.repeat(2_000_000), 'b'.repeat(1_000_000)];
    await writeFile(path, old);
    const writing = writeFileAtomically(path, fresh);
    const seen = await readFile(path, 'utf8');
    expect(seen === old || seen === fresh).toBe(true);
    await writing;
    expect(await readFile(path, 'utf8')).toBe(fresh);
  });
});
