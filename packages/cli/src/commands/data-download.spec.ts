import { createServer } from 'node:http';
import type { RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gnp, temporary } from '../../testing/gnp.js';

/** Runs `gnp data download mnist` with a mirror that answers so. */
async function download(answer: RequestListener, dir: string, name = 'mnist', ...flags: string[]) {
  const server = createServer(answer);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  try {
    return await gnp(
      'data',
      'download',
      name,
      `--mirror=http://127.0.0.1:${port}`,
      '--dir',
      dir,
      ...flags,
    );
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

describe('gnp data download', () => {
  const dir = () => join(temporary(), 'data');

  it('refuses what is not the published file, and leaves none of it behind', async () => {
    const target = dir();
    const { status, err } = await download((_, response) => void response.end('a page'), target);
    expect(status).toBe(2);
    expect(err).toContain('Fetching train-images-idx3-ubyte.gz …');
    expect(err).toMatch(/gnp: What came from http.*MD5 checksum .*expected f68b3c2dcbea/);
    expect(readdirSync(target)).toEqual([]);
  });

  it('--quiet shows no progress', async () => {
    const { err } = await download((_, answer) => void answer.end(), dir(), 'mnist', '--quiet');
    expect(err).toMatch(/^gnp: What came from http.*\n$/);
  });

  it('says what the server answers, and which names there are', async () => {
    const refused = await download((_, response) => void response.writeHead(403).end(), dir());
    expect([refused.status, refused.err]).toEqual([2, expect.stringContaining('answers 403')]);
    const { status, err } = await download(() => undefined, dir(), 'cifar');
    expect([status, err]).toEqual([
      2,
      expect.stringMatching(
        /^gnp: There is no data set to download "cifar"; did you mean "cifar10"/,
      ),
    ]);
  });

  it('interrupted, keeps what has come, and says how to go on', async () => {
    const target = dir();
    const { status, err } = await download((_, response) => {
      response.writeHead(200, { 'content-length': 1000 });
      response.write('the first bytes');
      const interrupt = setInterval(() => {
        if (!existsSync(join(target, 'train-images-idx3-ubyte.gz.part'))) return;
        clearInterval(interrupt);
        process.emit('SIGINT');
      }, 5);
    }, target);
    expect(status).toBe(130);
    expect(err).toContain(`Interrupted: what has come stays in ${target};`);
    expect(readdirSync(target)).toEqual(['train-images-idx3-ubyte.gz.part']);
  });
});
