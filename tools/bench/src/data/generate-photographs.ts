import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encode } from 'jpeg-js';
import { synthetic } from '@gnp/data';

const [height, width] = [375, 500];
const [count, different] = [300, 30];

/** Fills a folder with 300 JPEG files of the size of ImageNet's, waves under noise, in ten class folders. */
export async function generatePhotographs(dir: string): Promise<void> {
  const { train } = synthetic({ train: different, height, width });
  for (let i = 0; i < different; i++) {
    const { pixels } = await train.read(i);
    const data = Buffer.alloc(height * width * 4, 255);
    for (let pixel = 0; pixel < height * width; pixel++) {
      data.set(pixels.subarray(3 * pixel, 3 * pixel + 3), 4 * pixel);
    }
    const { data: bytes } = encode({ height, width, data }, 75);
    const folder = join(dir, `class-${i % 10}`);
    mkdirSync(folder, { recursive: true });
    for (let copy = i; copy < count; copy += different) {
      writeFileSync(join(folder, `${copy}.jpg`), bytes);
    }
  }
}
