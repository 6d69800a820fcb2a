import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));
const require = createRequire(import.meta.url);

/** How a process ended. */
export interface Ending {
  readonly code: number | null;
  readonly signal: string | null;
  readonly output: string;
  readonly errors: string;
}

/** Programs of `testing/programs`, bundled from the sources, so that plain Node can run them. */
export class Programs {
  readonly #folder: string;

  constructor() {
    // inside the workspace, where Node finds the packages that are not bundled
    const cache = join(here, '../../../node_modules/.cache');
    mkdirSync(cache, { recursive: true });
    this.#folder = mkdtempSync(join(cache, 'onednn-programs-'));
  }

  /**
   * The file of a bundled program. With `ownTfjs` it contains tfjs's ES modules; otherwise it shares
   * the installed CommonJS ones.
   */
  async bundle(program: string, { ownTfjs = false } = {}): Promise<string> {
    const outfile = join(this.#folder, `${program}${ownTfjs ? '-own-tfjs' : ''}.mjs`);
    const modules = (name: string) =>
      join(dirname(require.resolve(`@tensorflow/${name}/package.json`)), 'dist', 'index.js');
    await build({
      entryPoints: [join(here, 'programs', `${program}.ts`)],
      outfile,
      bundle: true,
      format: 'esm',
      platform: 'node',
      conditions: ['@gnp/source'],
      // tfjs marks its registrations as free of side effects
      ignoreAnnotations: ownTfjs,
      external: ['koffi', '@tensorflow/tfjs', ...(ownTfjs ? [] : ['@tensorflow/*'])],
      ...(ownTfjs && {
        alias: {
          '@tensorflow/tfjs-core': modules('tfjs-core'),
          '@tensorflow/tfjs-backend-cpu': modules('tfjs-backend-cpu'),
        },
      }),
      banner: {
        js: "import { createRequire as toRequire } from 'node:module'; const require = toRequire(import.meta.url);",
      },
      logLevel: 'error',
    });
    return outfile;
  }

  dispose(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** Runs a bundled program in a process of its own, with two threads. */
export function runProgram(bundle: string, ...args: readonly string[]): Promise<Ending> {
  return new Promise((resolve, reject) => {
    const env: NodeJS.ProcessEnv = { ...process.env, OMP_NUM_THREADS: '2' };
    delete env.NO_COLOR; // Node warns of it beside FORCE_COLOR, which test runners set
    const child = spawn(process.execPath, [bundle, ...args], { env });
    let [output, errors] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal, output, errors }));
  });
}
