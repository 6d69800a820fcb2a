import { readFile } from 'node:fs/promises';
import { DatasetError } from '../../dataset-error.js';
import type { Image } from '../../image.js';
import { decodeImage } from '../decode/decode-image.js';
import type { DecodeOptions } from '../decode/decode-options.js';
import { warn } from '../warn.js';

/** How the images of a folder are read. */
export interface FileOptions extends Omit<DecodeOptions, 'path'> {
  /** What becomes of a file that cannot be decoded: an error, or a warning, and the next good image of its class in its place. */
  readonly onBadImage: 'fail' | 'skip';
}

/** Image files, class after class, read as they are asked for. */
export class FileImages {
  readonly #paths: readonly string[];
  readonly #labels: Int32Array;
  readonly #options: FileOptions;
  /** Files that could not be decoded, with the reason. */
  readonly #bad = new Map<string, string>();

  constructor(paths: readonly string[], labels: Int32Array, options: FileOptions) {
    this.#paths = paths;
    this.#labels = labels;
    this.#options = options;
  }

  /** @throws DatasetError where a file is bad, or, where those are skipped, all of its class are */
  async read(index: number): Promise<Image> {
    if (this.#options.onBadImage === 'fail') return this.#decode(index);
    const [first, end] = this.#classOf(index);
    for (let i = 0; i < end - first; i++) {
      const place = first + ((index - first + i) % (end - first));
      if (this.#bad.has(this.#paths[place])) continue;
      try {
        return await this.#decode(place);
      } catch (error) {
        if (!(error instanceof DatasetError)) throw error;
        this.#pass(this.#paths[place], error.message);
      }
    }
    throw new DatasetError(
      `None of the ${end - first} images beside "${this.#paths[index]}" can be decoded: ${this.#bad.get(this.#paths[index])}`,
    );
  }

  /** Notes that a file is bad; told once, whoever else is reading it now. */
  #pass(path: string, reason: string): void {
    if (this.#bad.has(path)) return;
    this.#bad.set(path, reason);
    warn(`${reason} Another image of its class is in its place (${this.#bad.size} so far).`);
  }

  async #decode(index: number): Promise<Image> {
    const path = this.#paths[index];
    let bytes: Uint8Array;
    try {
      bytes = await readFile(path);
    } catch (cause) {
      throw new DatasetError(`Cannot read "${path}": ${(cause as Error).message}.`, { cause });
    }
    return decodeImage(bytes, { ...this.#options, path });
  }

  /** Where the images of the same class begin and end. */
  #classOf(index: number): [first: number, end: number] {
    const label = this.#labels[index];
    let [first, end] = [index, index + 1];
    while (first > 0 && this.#labels[first - 1] === label) first--;
    while (end < this.#labels.length && this.#labels[end] === label) end++;
    return [first, end];
  }
}

/** What a worker thread is handed to read files. */
export interface FileArgument {
  readonly paths: readonly string[];
  readonly labels: Int32Array;
  readonly options: FileOptions;
}

/** For worker threads: see `PortableSource`. */
export const open = ({ paths, labels, options }: FileArgument): FileImages =>
  new FileImages(paths, labels, options);
