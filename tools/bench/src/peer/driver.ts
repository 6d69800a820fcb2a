import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';

/** A process that answers each line of its input with a line of JSON. */
export class Driver {
  readonly #child: ChildProcess;
  readonly #answers: AsyncIterator<string>;
  readonly #name: string;
  #complaints = '';

  /** Starts `command`; its first answer says what it is. */
  constructor(name: string, command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}) {
    this.#name = name;
    this.#child = spawn(command, args, {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { ...process.env, ...env },
    });
    this.#child.stderr?.on('data', (text) => (this.#complaints += String(text)));
    this.#child.stdin?.on('error', () => {}); // it died: the missing answer tells
    this.#child.on('error', (error) => (this.#complaints += error.message));
    this.#answers = createInterface({ input: this.#child.stdout! })[Symbol.asyncIterator]();
  }

  /**
   * The next answer, to `request` where one is made.
   *
   * @throws Error with the end of what the process complained of, if it ended
   */
  async ask<T>(request?: string): Promise<T> {
    if (request) this.#child.stdin?.write(`${request}\n`);
    const { value, done } = await this.#answers.next();
    if (!done) return JSON.parse(value) as T;
    const end = this.#complaints.trim().split('\n').slice(-5).join('\n');
    throw new Error(`${this.#name} ended before it answered.${end && `\n${end}`}`);
  }

  /** Ends the process. */
  stop(): void {
    this.#child.kill();
  }
}
