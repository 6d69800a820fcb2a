import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createContext, runInContext } from 'node:vm';
import ts from 'typescript';
import * as data from './index.js';

const readme = readFileSync(fileURLToPath(new URL('../README.md', import.meta.url)), 'utf8');
const blocks = [...readme.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map((match) => match[1]);

/** Runs an example and gives what it printed. */
function run(source: string): string[] {
  const { outputText } = ts.transpileModule(source, {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
  });
  const printed: string[] = [];
  const load = (name: string) => {
    if (name !== '@gnp/data') throw new Error(`The example imports ${name}.`);
    return data;
  };
  const print = (...values: unknown[]) => printed.push(values.map(String).join(' '));
  runInContext(outputText, createContext({ require: load, exports: {}, console: { log: print } }));
  return printed;
}

describe('README', () => {
  it('has examples', () => expect(blocks.length).toBeGreaterThan(0));

  it.each(blocks)('prints what example %# says it prints', (block) => {
    const promised = [...block.matchAll(/console\.log\(.*\); \/\/ (.*)$/gm)].map(
      (match) => match[1],
    );
    expect(promised.length).toBeGreaterThan(0);
    expect(run(block)).toEqual(promised);
  });
});
