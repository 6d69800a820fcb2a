// Started by sides.ts: sharp decodes files whole and resizes them to 224×224, on all
// processors, and nothing else: the limit of what loads photographs by it.
import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { createInterface } from 'node:readline';
import sharp from 'sharp';
import { listFiles } from './sources.js';

const [dir, countText] = process.argv.slice(2);
const [paths, count] = [listFiles(dir), Number(countText)];
// two for each processor, so that none waits for the other's file or answer
const together = 2 * availableParallelism();
sharp.cache(false);
sharp.concurrency(1); // threads within an image gain nothing where images take all processors

async function load(path: string): Promise<void> {
  const bytes = await readFile(path);
  const { width, height } = await sharp(bytes).metadata();
  // a window before the size, though it is all: libjpeg would decode at a fraction of the size otherwise
  const whole = sharp(bytes, { ignoreIcc: true }).extract({ left: 0, top: 0, width, height });
  await whole.resize(224, 224, { fit: 'fill', kernel: 'cubic' }).raw().toBuffer();
}

const { versions } = sharp;
console.log(JSON.stringify({ version: `sharp ${versions.sharp}, libvips ${versions.vips}` }));
for await (const _ of createInterface({ input: process.stdin })) {
  const started = performance.now();
  let next = 0;
  const work = async () => {
    while (next < count) await load(paths[next++ % paths.length]);
  };
  await Promise.all(Array.from({ length: together }, work));
  console.log(JSON.stringify({ images: count, milliseconds: performance.now() - started }));
}
