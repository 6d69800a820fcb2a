import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { create, Header } from 'tar';
import { serving, withServer } from '../../../testing/file-server.js';
import { withFolder } from '../../../testing/temp-folder.js';
import { DatasetError } from '../../dataset-error.js';
import { archives } from './archives.js';
import { download, downloadArchive, listDownloads } from './download.js';
import { unpack } from './unpack.js';

const md5Of = (bytes: Uint8Array) => createHash('md5').update(bytes).digest('hex');

/** An archive of one entry, as no tar would write it. */
function entry(path: string, type: 'File' | 'SymbolicLink' | 'CharacterDevice', size = 0): Buffer {
  const linkpath = type === 'SymbolicLink' ? '/etc/passwd' : undefined;
  const header = new Header({ path, type, size, mode: 0o644, linkpath });
  header.encode();
  return gzipSync(Buffer.concat([header.block!, Buffer.alloc(size ? 512 : 0), Buffer.alloc(1024)]));
}

/** A .tar.gz of a folder of two files. */
function packed(): Promise<Buffer> {
  return withFolder({ 'data/a.bin': 'first', 'data/more/b.bin': 'second' }, async (dir) => {
    await create({ file: `${dir}/archive`, cwd: dir, gzip: true }, ['data']);
    return readFileSync(`${dir}/archive`);
  });
}

describe('downloadArchive', () => {
  it('fetches and unpacks an archive once, and leaves nothing beside the folder', async () => {
    const bytes = await packed();
    await withFolder({}, (dir) =>
      withServer(serving(bytes), async (base, requests) => {
        const file = { url: `${base}/a.tar.gz`, name: 'a.tar.gz', md5: md5Of(bytes), most: 1e6 };
        const archive = { name: 'sample', folder: 'data', files: [file] };
        const target = `${dir}/new/folder`;
        expect(await downloadArchive(archive, { dir: target })).toBe(target);
        expect(readdirSync(target)).toEqual(['data']);
        expect(readFileSync(`${target}/data/more/b.bin`, 'utf8')).toBe('second');
        await downloadArchive(archive, { dir: target });
        expect(requests).toHaveLength(1);
      }),
    );
  });

  it('fetches several files, each with its checksum', async () => {
    const bytes = Buffer.from('the same for each');
    await withFolder({}, (dir) =>
      withServer(serving(bytes), async (base, requests) => {
        const files = ['x', 'y'].map((name) => {
          return { url: `${base}/${name}`, name, md5: md5Of(bytes), most: 100 };
        });
        await downloadArchive({ name: 'sample', files }, { dir });
        expect(readdirSync(dir)).toEqual(['x', 'y']);
        expect(requests.map(({ url }) => url)).toEqual(['/x', '/y']);
      }),
    );
  });

  it('takes the files from a mirror, with the same checksums', async () => {
    const bytes = Buffer.from('what is published');
    const file = { url: 'http://nowhere/x', name: 'x', md5: md5Of(bytes), most: 100 };
    const fetched = (served: Buffer) =>
      withFolder({}, (dir) =>
        withServer(serving(served), async (base, requests) => {
          const options = { dir, mirror: `${base}/pub/` };
          await downloadArchive({ name: 'sample', files: [file] }, options);
          return [readFileSync(`${dir}/x`, 'utf8'), requests[0].url];
        }),
      );
    expect(await fetched(bytes)).toEqual(['what is published', '/pub/x']);
    await expect(fetched(Buffer.from('something else'))).rejects.toThrow('MD5 checksum');
  });

  it('says that the folder cannot be made', async () => {
    await withFolder({ file: 'x' }, async (dir) => {
      await expect(downloadArchive(archives[0], { dir: `${dir}/file/in` })).rejects.toThrow(
        `Cannot make the folder "${dir}/file/in": ENOTDIR`,
      );
    });
  });
});

describe('download', () => {
  it('knows what it can fetch, by unlike names, addresses and checksums', async () => {
    expect(listDownloads()).toEqual(['cifar10', 'cifar100', 'mnist', 'fashion-mnist']);
    const files = archives.flatMap((archive) => archive.files);
    expect(new Set(files.map(({ url }) => url)).size).toBe(10);
    expect(new Set(files.map(({ md5 }) => md5)).size).toBe(10);
    for (const { md5 } of files) expect(md5).toMatch(/^[0-9a-f]{32}$/);
    await expect(download('cifar', { dir: '/nowhere' })).rejects.toThrow(
      'There is no data set to download "cifar"; did you mean "cifar10"?',
    );
  });
});

describe('unpack', () => {
  it.each([
    ['a path that leads out', entry('data/../../out.txt', 'File'), 'the path data/../../out.txt'],
    ['an absolute path', entry('/tmp/out.txt', 'File'), 'the path /tmp/out.txt'],
    ['a link', entry('data/link', 'SymbolicLink'), 'the SymbolicLink data/link'],
    ['a device', entry('data/null', 'CharacterDevice'), 'the CharacterDevice data/null'],
    ['more than it should', entry('data/big', 'File', 2 ** 31), 'more than 1073741824 bytes'],
    ['another folder', entry('other/a.txt', 'File'), 'no folder data'],
  ])('refuses an archive with %s', async (_, bytes, message) => {
    await withFolder({ 'inside/archive': bytes }, async (dir) => {
      const unpacking = unpack(`${dir}/inside/archive`, `${dir}/inside`, 'data');
      await expect(unpacking).rejects.toThrow(DatasetError);
      await expect(unpacking).rejects.toThrow(`"${dir}/inside/archive" holds ${message}`);
      expect([readdirSync(dir), readdirSync(`${dir}/inside`)]).toEqual([['inside'], ['archive']]);
      expect(existsSync('/tmp/out.txt')).toBe(false);
    });
  });

  it.each([
    ['no gzip', () => Buffer.from('plain text, which is no archive at all')],
    ['a damaged one', (whole: Buffer) => whole.map((byte, i) => (i === 40 ? byte ^ 255 : byte))],
    ['one cut short', (whole: Buffer) => whole.subarray(0, 60)],
  ])('refuses %s', async (_, change) => {
    const bytes = change(await packed());
    await withFolder({}, async (dir) => {
      writeFileSync(`${dir}/archive`, bytes);
      const unpacking = unpack(`${dir}/archive`, dir, 'data');
      await expect(unpacking).rejects.toThrow(DatasetError);
      await expect(unpacking).rejects.toThrow(`"${dir}/archive" `);
      expect(readdirSync(dir)).toEqual(['archive']);
    });
  });

  it('does not write through a link that stands in its way', async () => {
    const bytes = await packed();
    await withFolder({ 'outside/keep': 'mine', 'inside/archive': bytes }, async (dir) => {
      symlinkSync(`${dir}/outside`, `${dir}/inside/data`);
      await expect(unpack(`${dir}/inside/archive`, `${dir}/inside`, 'data')).rejects.toThrow(
        /ENOTDIR|EEXIST/,
      );
      expect(readdirSync(`${dir}/outside`)).toEqual(['keep']);
    });
  });
});
