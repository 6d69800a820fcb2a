import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { io } from '@tensorflow/tfjs-core';
import { writeFileDurably } from './atomic-write.js';
import { temporaryBeside } from './temporary-name.js';

/** As TensorFlow.js's own converter: browsers cache files of this size. */
const shardBytes = 4 * 1024 * 1024;

/** Options of {@link layersModelFolder}. */
export interface LayersModelFolderOptions {
  /** Whether a model that is there is replaced; default false: it is refused. */
  readonly force?: boolean;
}

/**
 * Where TensorFlow.js keeps a model in Node, without tfjs-node: `model.save(layersModelFolder(dir))` writes, whole or not at all, the
 * `model.json` and shards of weights that `tf.loadLayersModel(url)` takes in browsers, and
 * `tf.loadLayersModel(layersModelFolder(dir))` here.
 *
 * @throws Error, when saving, if there is a file, a model without `force`, or a folder of anything else; when loading, if
 *   files are missing or damaged
 */
export function layersModelFolder(
  dir: string,
  { force = false }: LayersModelFolderOptions = {},
): Required<io.IOHandler> {
  return {
    async save(artifacts) {
      await checkFree(dir, force);
      const { files, info } = await filesOf(artifacts);
      await replaceFolder(resolve(dir), files);
      return { modelArtifactsInfo: info };
    },
    load: () => readModel(dir),
  };
}

/** Loaded by whoever has a model: the other files of a run need none of it. */
const tensorflow = () => import('@tensorflow/tfjs-core');

type FileEntry = readonly [name: string, contents: Uint8Array | string];
type Files = readonly FileEntry[];

async function filesOf(
  artifacts: io.ModelArtifacts,
): Promise<{ files: Files; info: io.ModelArtifactsInfo }> {
  const { weightData, weightSpecs, modelTopology, userDefinedMetadata, generatedBy } = artifacts;
  if (!modelTopology || !weightSpecs || !weightData) {
    throw new Error('A model is saved with its topology and its weights.');
  }
  const { io } = await tensorflow();
  const weights = new Uint8Array(io.CompositeArrayBuffer.join(weightData));
  const count = Math.max(1, Math.ceil(weights.length / shardBytes));
  const paths = Array.from({ length: count }, (_, i) => `group1-shard${i + 1}of${count}.bin`);
  const json: io.ModelJSON = {
    format: 'layers-model',
    generatedBy,
    convertedBy: null,
    modelTopology,
    ...(userDefinedMetadata && { userDefinedMetadata }),
    weightsManifest: [{ paths, weights: weightSpecs }],
  };
  const shards = paths.map((path, i): FileEntry => [
    path,
    weights.subarray(i * shardBytes, (i + 1) * shardBytes),
  ]);
  const info = { ...io.getModelArtifactsInfoForJSON(artifacts), dateSaved: new Date() };
  return { files: [...shards, ['model.json', JSON.stringify(json)]], info };
}

/** @throws Error if a model cannot be written to a folder without the loss of something else */
async function checkFree(dir: string, force: boolean): Promise<void> {
  const names = await readdir(dir).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    if (error.code === 'ENOTDIR') throw new Error(`${dir} is a file; a model takes a folder.`);
    throw error;
  });
  const other = names.find((name) => !/^(model\.json|group\d+-shard\d+of\d+\.bin)$/.test(name));
  if (other !== undefined) {
    throw new Error(`The folder ${dir} holds other files, such as ${other}; choose another one.`);
  }
  if (names.length > 0 && !force) {
    throw new Error(`The folder ${dir} holds a model already; choose another one.`);
  }
}

/** Writes a folder beside another one, and puts it into its place. */
async function replaceFolder(dir: string, files: Files): Promise<void> {
  const made = temporaryBeside(dir);
  await mkdir(made, { recursive: true });
  const old = `${made}-old`;
  try {
    for (const [name, contents] of files) await writeFileDurably(join(made, name), contents);
    const was = await rename(dir, old).then(() => true, whenAbsent(false));
    await rename(made, dir).catch(async (error: unknown) => {
      if (was) await rename(old, dir);
      throw error;
    });
  } finally {
    for (const left of [made, old]) await rm(left, { recursive: true, force: true });
  }
}

function whenAbsent<T>(value: T): (error: NodeJS.ErrnoException) => T {
  return (error) => {
    if (error.code === 'ENOENT') return value;
    throw error;
  };
}

async function readModel(dir: string): Promise<io.ModelArtifacts> {
  const path = join(dir, 'model.json');
  const text = await readFile(path, 'utf8').catch(whenAbsent<undefined>(undefined));
  if (text === undefined) throw new Error(`There is no model in ${dir}: it has no model.json.`);
  const json = JSON.parse(text) as io.ModelJSON;
  const { io } = await tensorflow();
  return io.getModelArtifactsForJSON(json, async (manifest) => {
    const paths = manifest.flatMap((group) => group.paths);
    const shards = await Promise.all(paths.map((name) => readFile(join(dir, name))));
    const bytes = Buffer.concat(shards);
    const data = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);
    return [manifest.flatMap((group) => group.weights), data];
  });
}
