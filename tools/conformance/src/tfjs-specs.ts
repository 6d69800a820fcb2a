import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import type { Plugin } from 'esbuild';

/** What became of the specs that `@tensorflow/tfjs-core` publishes for backends. */
export interface TfjsSpecResults {
  readonly passed: number;
  readonly failed: readonly { readonly name: string; readonly message: string }[];
}

const require = createRequire(import.meta.url);
const here = dirname(fileURLToPath(import.meta.url));
const workspace = join(here, '../../..');

const folderOf = (name: string): string => dirname(require.resolve(`${name}/package.json`));

/**
 * The specs need the one copy of tfjs-core that is made of single modules, not the packed ones;
 * './tfjs-core/FILE' stands for one of its modules.
 */
const singleModules: Plugin = {
  name: 'single-modules',
  setup({ onResolve }) {
    onResolve({ filter: /^@tensorflow\/tfjs-(core|backend-cpu|backend-wasm)$/ }, ({ path }) => ({
      path: join(folderOf(path), 'dist', 'index.js'),
    }));
    onResolve({ filter: /^\.\/tfjs-core\// }, ({ path }) => ({
      path: join(folderOf('@tensorflow/tfjs-core'), 'dist', path.replace('./tfjs-core/', '')),
    }));
  },
};

/**
 * Runs the specs of `@tensorflow/tfjs-core` against a backend as `useBackend` prepares it, in a
 * process of their own.
 */
export async function runTfjsSpecs(backend: string): Promise<TfjsSpecResults> {
  const cache = join(workspace, 'node_modules', '.cache');
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'tfjs-specs-'));
  const bundle = join(folder, 'specs.mjs');
  const results = join(folder, 'results.json');
  try {
    await build({
      entryPoints: [join(here, 'tfjs-specs-entry.mjs')],
      outfile: bundle,
      bundle: true,
      format: 'esm',
      platform: 'node',
      conditions: ['@gnp/source'],
      // the packages mark their registrations as free of side effects
      ignoreAnnotations: true,
      external: ['jasmine-core', 'koffi'],
      plugins: [singleModules],
      logLevel: 'error',
      // what is packed as CommonJS asks for Node's own modules and paths
      banner: {
        js: [
          "import { createRequire as bundleRequire } from 'node:module';",
          'const require = bundleRequire(import.meta.url);',
          'const __filename = import.meta.filename;',
          'const __dirname = import.meta.dirname;',
        ].join('\n'),
      },
    });
    await promisify(execFile)(process.execPath, [bundle, backend, results], {
      cwd: workspace,
      maxBuffer: 64 * 1024 * 1024,
    });
    return JSON.parse(readFileSync(results, 'utf8')) as TfjsSpecResults;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
