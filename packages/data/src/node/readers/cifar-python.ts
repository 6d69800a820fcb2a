import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatasetError } from '../../dataset-error.js';
import { checkedNames, findFile, readBytes } from './files.js';
import { NdArray, textOf } from '../pickle/ndarray.js';
import { unpickle } from '../pickle/unpickle.js';
import { imageBytes } from './cifar-images.js';
import type { CifarPart } from './cifar-images.js';

/**
 * Reads a file of the Python version: a pickled dict with `data`, an array [count, 3072] of unsigned bytes,
 * one colour plane after the other, and a list of labels (https://www.cs.toronto.edu/~kriz/cifar.html).
 *
 * @param labelsKey what the list of labels is called.
 * @throws DatasetError where the file is missing, damaged or holds anything else.
 */
export function readPythonPart(folder: string, file: string, labelsKey: string): CifarPart {
  const path = findFile(folder, [file]);
  const dict = readDict(path);
  const [data, labels] = [dict.get('data'), dict.get(labelsKey)];
  if (!(data instanceof NdArray) || data.shape.length !== 2 || data.shape[1] !== imageBytes) {
    throw new DatasetError(`"${path}" has no 'data' of [count, ${imageBytes}] unsigned bytes.`);
  }
  const [count] = data.shape;
  if (count === 0 || !Array.isArray(labels) || labels.length !== count) {
    throw new DatasetError(
      `"${path}" holds ${count} images; expected a list '${labelsKey}' of as many labels, at least one.`,
    );
  }
  const { bytes } = data;
  return {
    path,
    count,
    labelOf: (index) => labels[index],
    planesOf: (index) => ({ bytes, from: index * imageBytes }),
  };
}

/**
 * Reads class names of the Python version, where the file is there.
 *
 * @throws DatasetError where it is damaged, or holds another number of names.
 */
export function readPythonNames(
  folder: string,
  file: string,
  key: string,
  classes: number,
): string[] | undefined {
  const path = join(folder, file);
  if (!existsSync(path)) return undefined;
  const list: unknown = readDict(path).get(key);
  const names = Array.isArray(list) ? list.map(textOf) : [undefined];
  if (!names.every((name) => name !== undefined)) {
    throw new DatasetError(`"${path}" has no list of texts '${key}'.`);
  }
  return checkedNames(names, classes, path);
}

function readDict(path: string): Map<string, unknown> {
  const dict = unpickle(readBytes(path), path);
  if (dict instanceof Map) return dict as Map<string, unknown>;
  throw new DatasetError(`"${path}" holds no dict.`);
}
