import { readFileSync, statSync } from 'node:fs';
import { parseDocument } from 'yaml';
import { UsageError } from '../usage-error.js';

/** Far more than anybody writes; parsing takes time by the square of the number of keys. */
const mostBytes = 64 * 1024;

/** A file that people write: its text, and what it holds. */
export interface YamlFile {
  readonly text: string;
  readonly value: Readonly<Record<string, unknown>>;
}

/**
 * Reads keys and values from a YAML or JSON file.
 *
 * @param what it is called in errors, such as 'recipe'
 * @param example of a line in it
 * @throws UsageError if it cannot be read, is too large or no YAML, or holds anything else
 */
export function readYaml(path: string, what: string, example: string): YamlFile {
  const text = readText(path, what);
  const value = parsed(text, path);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new UsageError(`${path} must hold keys and values, as '${example}'.`);
  }
  return { text, value: value as Record<string, unknown> };
}

function readText(path: string, what: string): string {
  try {
    const { size } = statSync(path);
    if (size <= mostBytes) return readFileSync(path, 'utf8');
    throw new Error(`it has ${size} bytes, which is more than ${mostBytes}`);
  } catch (error) {
    throw new UsageError(`Cannot read the ${what} ${path}: ${(error as Error).message}.`);
  }
}

function parsed(text: string, path: string): unknown {
  const document = parseDocument(text);
  const [error] = document.errors;
  if (error) {
    const [reason] = error.message.split('\n');
    const place = /( at line \d+, column \d+):?$/.exec(reason)?.[1] ?? '';
    throw new UsageError(
      reason.startsWith('Maximum call stack')
        ? `${path} is nested too deeply${place}.`
        : `${path} is not valid YAML: ${reason}`,
    );
  }
  try {
    const value: unknown = document.toJS();
    JSON.stringify(value); // what holds itself, or is nested without end, fails here
    return value;
  } catch (error) {
    const isAliases = error instanceof ReferenceError;
    throw new UsageError(
      isAliases
        ? `${path} repeats its anchors too often: they would fill the memory.`
        : `${path} has an anchor that holds itself, or is nested too deeply.`,
    );
  }
}
