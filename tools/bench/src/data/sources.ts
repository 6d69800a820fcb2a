// The images that loaders are measured on. It is a module of worker threads, too: see `open`.
import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { synthetic } from '@gnp/data';
import type { Image, ImageSource } from '@gnp/data';
import { decodeImage } from '@gnp/data/node';
import type { Decoder } from '@gnp/data/node';

const [size, channels] = [32, 3];
const length = size * size * channels;

/** What the source of this module takes to another thread. */
type Argument =
  | { readonly images: Uint8Array }
  | { readonly paths: readonly string[]; readonly decoder: Decoder };

/** For worker threads: see `PortableSource` of `@gnp/data`. */
export function open(argument: Argument): Pick<ImageSource, 'read'> {
  if ('paths' in argument) {
    const { paths, decoder } = argument;
    return { read: async (index) => decodeImage(await readFile(paths[index]), { decoder }) };
  }
  return {
    read: (index) => ({
      ...{ height: size, width: size, channels },
      pixels: argument.images.subarray(index * length, (index + 1) * length),
    }),
  };
}

const sourceOf = (count: number, argument: Argument): ImageSource => ({
  count,
  labels: new Int32Array(count),
  portable: { module: import.meta.url, argument },
  ...open(argument),
});

/** Image files of class folders, as often as it takes to come to `count`. */
export function files(dir: string, count: number, decoder: Decoder): ImageSource {
  const found = listFiles(dir);
  const paths = Array.from({ length: count }, (_, i) => found[i % found.length]);
  return sourceOf(count, { paths, decoder });
}

/** Images of 32×32 in memory: the first ones of class folders, or waves where there is no folder. */
export async function images(dir: string | undefined, count: number): Promise<ImageSource> {
  const { train } = dir
    ? { train: files(dir, count, 'javascript') }
    : synthetic({ train: count, height: size, width: size });
  const all = new Uint8Array(new SharedArrayBuffer(count * length));
  for (let i = 0; i < count; i++) {
    const { pixels }: Image = await train.read(i);
    all.set(pixels, i * length);
  }
  return sourceOf(count, { images: all });
}

/** Class after class, in the order of their names. */
export function listFiles(dir: string): string[] {
  const found = readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(jpe?g|png)$/i.test(name))
    .sort();
  if (found.length === 0) throw new Error(`"${dir}" holds no JPEG or PNG files.`);
  return found.map((name) => join(dir, name));
}
