import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { UsageError } from '../usage-error.js';

/**
 * Imports modules for what they define: gradient rules, by `defineRule` of `@gnp/core`, and models, by
 * `registerModel` of `@gnp/models`.
 *
 * @param paths of JavaScript files, from the working directory
 * @returns the absolute paths, by which a run can import them again from anywhere
 * @throws UsageError if a file does not exist, or cannot be imported
 */
export async function importModules(paths: readonly string[]): Promise<string[]> {
  const files = paths.map((path) => resolve(path));
  for (const file of files) {
    if (!existsSync(file)) throw new UsageError(`'imports' names ${file}, which does not exist.`);
    try {
      await import(pathToFileURL(file).href);
    } catch (error) {
      const { message } = error as Error;
      throw new UsageError(`'imports' names ${file}, which fails: ${message}`, { cause: error });
    }
  }
  return files;
}
