import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as tf from '@tensorflow/tfjs';
import { build } from 'esbuild';
import * as exported from './index.js';
import { countParameters, createModel } from './index.js';
import type { ModelOptions } from './index.js';

const here = dirname(fileURLToPath(import.meta.url));
let folder: string;
beforeAll(async () => {
  await tf.setBackend('cpu');
  // inside the workspace, where Node finds the packages that are not bundled
  const cache = join(here, '../../../node_modules/.cache');
  mkdirSync(cache, { recursive: true });
  folder = mkdtempSync(join(cache, 'models-bundle-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Models that have every layer of the package between them. */
const models: [name: string, ModelOptions][] = [
  ['resnet8', { imageSize: 8, widthMultiplier: 0.1, stochasticDepth: 0.1 }],
  ['wideresnet-16-4', { imageSize: 8, widthMultiplier: 0.1, depthMultiplier: 0.1 }],
  ['wideresnet-2-96-shakeshake', { imageSize: 8, widthMultiplier: 0.1, depthMultiplier: 0.1 }],
  ['pyramidnet-164-48-shakedrop', { imageSize: 8, widthMultiplier: 0.1, depthMultiplier: 0.1 }],
  ['vit-ti16', { imageSize: 8, widthMultiplier: 0.1, depthMultiplier: 0.1 }],
  ['swin-tiny', { imageSize: 16, widthMultiplier: 0.1, depthMultiplier: 0.1 }],
  ['cait-xxs12', { imageSize: 8, widthMultiplier: 0.1, depthMultiplier: 0.1 }],
];

/** A model's topology and weights, as the program of the test reads them. */
async function save(model: tf.LayersModel) {
  const kept: tf.io.ModelArtifacts[] = [];
  await model.save(
    tf.io.withSaveHandler((artifacts) => {
      kept.push(artifacts);
      return Promise.resolve({
        modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' },
      });
    }),
  );
  const { weightData, ...artifacts } = kept[0];
  return { artifacts, weights: Buffer.from(weightData as ArrayBuffer).toString('base64') };
}

test('a bundle that uses one function of the package loads models with all of its layers', async () => {
  const built = models.map(([name, options]) => createModel(name, options));
  const classes = new Set(
    built.flatMap(({ layers }) => layers.map((layer) => layer.getClassName())),
  );
  const ours = Object.values(exported).flatMap((value) =>
    typeof value === 'function' && value.prototype instanceof tf.layers.Layer
      ? (value as unknown as { className: string }).className
      : [],
  );
  expect(ours.length).toBeGreaterThan(20);
  expect(ours.filter((name) => !classes.has(name))).toEqual([]);

  const [bundle, file] = ['program.mjs', 'models.json'].map((name) => join(folder, name));
  writeFileSync(file, JSON.stringify(await Promise.all(built.map(save))));
  await build({
    entryPoints: [join(here, '../testing/programs/load-models.ts')],
    outfile: bundle,
    bundle: true,
    treeShaking: true,
    format: 'esm',
    platform: 'node',
    conditions: ['@gnp/source'],
    external: ['@tensorflow/*'],
    logLevel: 'error',
  });
  const printed = execFileSync(process.execPath, [bundle, file], {
    encoding: 'utf8',
    stdio: 'pipe',
  });
  const results = JSON.parse(printed.trim().split('\n').at(-1)!) as unknown;
  expect(results).toEqual(
    built.map((model) => ({
      parameters: countParameters(model),
      logits: Array.from(
        (
          model.predict(tf.ones([1, ...model.inputs[0].shape.slice(1)] as number[])) as tf.Tensor
        ).dataSync(),
      ),
    })),
  );
});
