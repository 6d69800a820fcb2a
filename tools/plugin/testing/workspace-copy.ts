import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const root = join(__dirname, '../../..');

/** A copy of the workspace as it is being worked on, which shares its third-party packages. */
export class WorkspaceCopy {
  readonly folder = mkdtempSync(join(tmpdir(), 'gnp-workspace-'));
  /** Environment variables of the programs that are run. */
  readonly env: Record<string, string> = {};

  constructor() {
    const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
      cwd: root,
      encoding: 'utf8',
    });
    const files = listed.split('\n').filter((file) => file && existsSync(join(root, file)));
    for (const file of files) this.#copy(file);
    // what is built already need not be built again
    const projects = ['packages', 'tools'].flatMap((folder) =>
      readdirSync(join(root, folder)).map((name) => `${folder}/${name}`),
    );
    for (const project of projects) {
      for (const built of ['dist', 'out-tsc']) {
        if (existsSync(join(root, project, built))) this.#copy(`${project}/${built}`);
      }
    }
    this.#link();
  }

  /** Runs a program of the workspace; throws with what it printed if it fails. */
  run(program: string, ...args: readonly string[]): string {
    return this.#execute(join(this.folder, 'node_modules/.bin', program), args);
  }

  /** Runs the copy's own `gnp`. */
  gnp(...args: readonly string[]): string {
    return this.#execute(join(this.folder, 'packages/cli/bin/gnp.js'), args);
  }

  #execute(program: string, args: readonly string[]): string {
    const env: NodeJS.ProcessEnv = {
      ...process.env,
      ...this.env,
      NX_DAEMON: 'false',
      NX_TUI: 'false',
      CI: 'true',
    };
    for (const name of Object.keys(env)) {
      // what the test run or Nx around it left there is not meant for the copy
      if (/^(JEST_|NX_(TASK|WORKSPACE|INVOKED|CLI|LOAD|TERMINAL|STREAM|FORKED))/.test(name))
        delete env[name];
    }
    env.NO_COLOR = '1';
    delete env.FORCE_COLOR;
    try {
      return execFileSync(program, args, {
        cwd: this.folder,
        encoding: 'utf8',
        env,
        stdio: ['ignore', 'pipe', 'pipe'],
      });
    } catch (error) {
      const { stdout, stderr } = error as { stdout: string; stderr: string };
      throw new Error(`${program} ${args.join(' ')} failed:\n${stdout}\n${stderr}`);
    }
  }

  dispose(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  #copy(path: string): void {
    mkdirSync(dirname(join(this.folder, path)), { recursive: true });
    cpSync(join(root, path), join(this.folder, path), {
      recursive: true,
      preserveTimestamps: true,
    });
  }

  /** Third-party packages from the workspace itself, its own packages from the copy. */
  #link(): void {
    const [from, to] = [root, this.folder].map((folder) => join(folder, 'node_modules'));
    mkdirSync(join(to, '@gnp'), { recursive: true });
    for (const name of readdirSync(from)) {
      if (name !== '@gnp') symlinkSync(join(from, name), join(to, name));
    }
    for (const folder of ['packages', 'tools']) {
      for (const name of readdirSync(join(this.folder, folder))) {
        symlinkSync(join(this.folder, folder, name), join(to, '@gnp', name));
        const nested = join(root, folder, name, 'node_modules');
        if (existsSync(nested)) {
          symlinkSync(nested, join(this.folder, folder, name, 'node_modules'));
        }
      }
    }
  }
}
