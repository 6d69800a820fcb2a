import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** A browser bundle of a program, TensorFlow.js aside. */
async function bundle(program: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: program, resolveDir: fileURLToPath(new URL('.', import.meta.url)) },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    conditions: ['@gnp/source'],
    external: ['@tensorflow/*'],
  });
  return outputFiles[0].text;
}

test.each(["import '@gnp/optim';", "import { sgd } from '@gnp/optim'; console.log(sgd);"])(
  'a bundle of %p can load models that were saved with their optimizers',
  async (program) => {
    expect(await bundle(program)).toMatch(/registerClass\(TransformOptimizer\d*\)/);
  },
);
