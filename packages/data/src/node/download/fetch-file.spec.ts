import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { serving, withServer } from '../../../testing/file-server.js';
import { randomBytes } from '../../../testing/samples.js';
import { withFolder } from '../../../testing/temp-folder.js';
import { DatasetError } from '../../dataset-error.js';
import { fetchFile } from './fetch-file.js';
import type { DownloadProgress, FetchOptions } from './fetch-file.js';

const bytes = randomBytes(200_000, 1);
const md5 = createHash('md5').update(bytes).digest('hex');

const fileAt = (base: string, more: object = {}) => ({
  ...{ url: `${base}/data/file`, name: 'file', md5, most: 300_000 },
  ...more,
});

/** Expects a sentence, and no file under its final name. */
async function expectError(
  answer: Parameters<typeof withServer>[0],
  message: string,
  { options = {}, part }: { options?: FetchOptions; part?: Uint8Array } = {},
): Promise<readonly string[]> {
  return withFolder(part ? { 'file.part': part } : {}, (dir) =>
    withServer(answer, async (base) => {
      const fetching = fetchFile(fileAt(base), dir, options);
      await expect(fetching).rejects.toThrow(DatasetError);
      await expect(fetching).rejects.toThrow(
        message.replace('URL', `${base}/data/file`).replace('DIR', dir),
      );
      expect(existsSync(`${dir}/file`)).toBe(false);
      return readdirSync(dir);
    }),
  );
}

describe('fetchFile', () => {
  it('fetches a file, tells how far it is, and does not fetch it again', async () => {
    await withFolder({}, (dir) =>
      withServer(serving(bytes), async (base, requests) => {
        const told: DownloadProgress[] = [];
        const options = { onProgress: (progress: DownloadProgress) => told.push(progress) };
        expect(await fetchFile(fileAt(base), dir, options)).toBe(`${dir}/file`);
        expect(new Uint8Array(readFileSync(`${dir}/file`))).toEqual(bytes);
        expect(readdirSync(dir)).toEqual(['file']);
        expect(told.at(-1)).toEqual({ file: 'file', received: 200_000, total: 200_000 });
        expect(told.map(({ received }) => received)).toEqual(
          told.map(({ received }) => received).sort((a, b) => a - b),
        );
        await fetchFile(fileAt(base), dir);
        expect(requests.map(({ url }) => url)).toEqual(['/data/file']);
      }),
    );
  });

  it('goes on where an earlier try ended', async () => {
    await withFolder({ 'file.part': bytes.subarray(0, 70_000) }, (dir) =>
      withServer(serving(bytes), async (base, requests) => {
        const told: DownloadProgress[] = [];
        await fetchFile(fileAt(base), dir, { onProgress: (progress) => told.push(progress) });
        expect(requests[0].headers.range).toBe('bytes=70000-');
        expect(new Uint8Array(readFileSync(`${dir}/file`))).toEqual(bytes);
        expect(told[0].received).toBeGreaterThan(70_000);
        expect(told[0].total).toBe(200_000);
      }),
    );
  });

  it('begins anew where a server knows no ranges, and takes a whole part as it is', async () => {
    const whole: Parameters<typeof withServer>[0] = (_, response) => void response.end(bytes);
    for (const [answer, length] of [
      [whole, 70_000],
      [serving(bytes), 200_000],
    ] as const) {
      await withFolder({ 'file.part': bytes.subarray(0, length) }, (dir) =>
        withServer(answer, async (base) => {
          await fetchFile(fileAt(base), dir);
          expect(new Uint8Array(readFileSync(`${dir}/file`))).toEqual(bytes);
        }),
      );
    }
  });

  it('keeps what came before a connection ended', async () => {
    let cut = () => {};
    const answer: Parameters<typeof withServer>[0] = (_, response) => {
      response.writeHead(200, { 'content-length': bytes.length });
      response.write(bytes.subarray(0, 50_000));
      cut = () => response.destroy();
    };
    const options = { onProgress: () => cut() };
    const message = 'URL could not be read on (';
    expect(await expectError(answer, message, { options })).toEqual(['file.part']);
  });

  it('gives a server up that sends nothing', async () => {
    const options = { stallSeconds: 0.2 };
    await expectError(() => undefined, 'URL sent nothing for 0.2 seconds.', { options });
    const halfway: Parameters<typeof withServer>[0] = (_, response) => {
      response.writeHead(200, { 'content-length': bytes.length });
      response.write(bytes.subarray(0, 50_000));
    };
    const message = 'sent nothing for 0.2 seconds. 50000 bytes are there: try again, it goes on';
    expect(await expectError(halfway, message, { options })).toEqual(['file.part']);
  });

  it('deletes what has the wrong checksum', async () => {
    const wrong = bytes.slice();
    wrong[100]++;
    const message = `expected ${md5}. It was deleted: try again`;
    expect(await expectError(serving(wrong), message)).toEqual([]);
    const part = wrong.subarray(0, 1000);
    expect(await expectError(serving(bytes), message, { part })).toEqual([]);
  });

  it('stops a server that sends more than the file can have', async () => {
    await expectError(serving(randomBytes(400_000, 2)), 'sends more than the 300000 bytes that');
  });

  it('refuses another part than that which it asked for', async () => {
    const other: Parameters<typeof withServer>[0] = (_, response) => {
      response.writeHead(206, { 'content-range': 'bytes 5-9/200000' });
      response.end('other');
    };
    const part = bytes.subarray(0, 70_000);
    const message = 'answers with another part of file than that from byte 70000 on';
    expect(await expectError(other, message, { part })).toEqual(['file.part']);
  });

  it('says that it cannot write', async () => {
    await withFolder({ 'file.part/inside': '' }, (dir) =>
      withServer(serving(bytes), async (base) => {
        await expect(fetchFile(fileAt(base), dir)).rejects.toThrow(
          `Cannot write "${dir}/file.part": EISDIR`,
        );
      }),
    );
  });

  it('says what a server answers', async () => {
    const refuse =
      (status: number) =>
      (_: unknown, response: { writeHead(status: number): { end(): unknown } }) =>
        void response.writeHead(status).end();
    await expectError(refuse(404), 'URL answers 404 Not Found: file cannot be fetched');
    await expectError(refuse(503), 'URL answers 503 Service Unavailable');
  });

  it('says that there is no connection', async () => {
    await withFolder({}, async (dir) => {
      const closed = await withServer(serving(bytes), (base) => Promise.resolve(base));
      const fetching = fetchFile(fileAt(closed), dir);
      await expect(fetching).rejects.toThrow(DatasetError);
      await expect(fetching).rejects.toThrow(/cannot be reached \(ECONNREFUSED.*to the internet\?/);
      expect(readdirSync(dir)).toEqual([]);
    });
  });

  it('says that the disk is full', async () => {
    await withFolder({}, (dir) =>
      withServer(serving(bytes), async (base) => {
        symlinkSync('/dev/full', `${dir}/file.part`);
        await expect(fetchFile(fileAt(base), dir)).rejects.toThrow(
          `The disk is full: "${dir}/file.part" cannot grow. Make room and try again; it goes on from there.`,
        );
      }),
    );
  });

  it('stops when it is told to, and keeps what is there', async () => {
    await withFolder({}, (dir) =>
      withServer(serving(bytes), async (base) => {
        const stop = new AbortController();
        const reason = new Error('enough');
        const options = { signal: stop.signal, onProgress: () => stop.abort(reason) };
        await expect(fetchFile(fileAt(base), dir, options)).rejects.toBe(reason);
        expect(readdirSync(dir)).toEqual(['file.part']);
        await expect(fetchFile(fileAt(base), dir, options)).rejects.toBe(reason);
        expect(await fetchFile(fileAt(base), dir)).toBe(`${dir}/file`);
      }),
    );
  });

  it('overwrites no file that is another', async () => {
    await withFolder({ file: 'mine' }, async (dir) => {
      await expect(fetchFile(fileAt('http://127.0.0.1:1'), dir)).rejects.toThrow(
        `"${dir}/file" is there, but it is not the published file (another checksum)`,
      );
      expect(readFileSync(`${dir}/file`, 'utf8')).toBe('mine');
    });
  });
});
