import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { fileURLToPath } from 'node:url';
import { format } from 'node:util';
import * as tf from '@tensorflow/tfjs';
import * as onednn from '@gnp/backend-onednn';
import * as backends from '@gnp/backends';
import * as core from '@gnp/core';
import * as data from '@gnp/data';
import * as dataOfNode from '@gnp/data/node';
import * as models from '@gnp/models';
import * as ops from '@gnp/ops';
import * as optim from '@gnp/optim';
import * as options from '@gnp/options';
import * as random from '@gnp/random';
import * as report from '@gnp/report';
import * as trainer from '@gnp/trainer';
import * as trainerOfNode from '@gnp/trainer/node';
import * as warmup from '@gnp/warmup';
import ts from 'typescript';

const modules: Record<string, unknown> = {
  'node:fs': fs,
  'node:os': os,
  'node:path': path,
  '@tensorflow/tfjs': tf,
  '@gnp/backend-onednn': onednn,
  '@gnp/backends': backends,
  '@gnp/core': core,
  '@gnp/data': data,
  '@gnp/data/node': dataOfNode,
  '@gnp/models': models,
  '@gnp/ops': ops,
  '@gnp/optim': optim,
  '@gnp/options': options,
  '@gnp/random': random,
  '@gnp/report': report,
  '@gnp/trainer': trainer,
  '@gnp/trainer/node': trainerOfNode,
  '@gnp/warmup': warmup,
};

const root = fileURLToPath(new URL('../../../', import.meta.url));
const pages = [
  'README.md',
  ...fs.readdirSync(`${root}packages`).map((name) => `packages/${name}/README.md`),
  ...fs
    .readdirSync(`${root}docs`)
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];
const runs = (page: string) => !page.includes('backend-onednn') || onednn.findOnednn().available;
const examples = pages.filter(runs).flatMap((page) => {
  const text = fs.readFileSync(`${root}${page}`, 'utf8');
  const blocks = [...text.matchAll(/^```ts\n([\s\S]*?)^```$/gm)];
  return blocks.map(([, block], i) => [`${page} ${i + 1}`, block] as const);
});

/** Runs an example and gives what it printed. */
async function run(source: string): Promise<string[]> {
  const { outputText } = ts.transpileModule(source, {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
  });
  const printed: string[] = [];
  const load = (name: string) => {
    if (!(name in modules)) throw new Error(`The example imports ${name}.`);
    return modules[name];
  };
  const print = (...values: unknown[]) => printed.push(format(...values));
  const body = `return (async () => { ${outputText}\n })()`;
  const call = new Function('require', 'exports', 'console', body) as (
    ...args: unknown[]
  ) => Promise<void>;
  await call(load, {}, { log: print, info: () => undefined });
  return printed;
}

beforeEach(() => tf.setBackend('cpu'));

test.each(pages)('%s leaves nothing to be written', (page) => {
  // what the generator of rules puts where it was told nothing, and `docs/rules.md` repeats
  expect(fs.readFileSync(`${root}${page}`, 'utf8')).not.toContain('yet to be written');
});

/** What an example says that it prints; what depends on the machine it does not say. */
const promised = (block: string) =>
  [...block.matchAll(/console\.log\(.*\); \/\/ (.*)$/gm)].map((match) => match[1]);

test.each(examples.filter(([, block]) => promised(block).length > 0))(
  '%s prints what it says',
  async (_, block) => {
    expect(await run(block)).toEqual(promised(block));
  },
);

test.each(examples.filter(([, block]) => promised(block).length === 0))(
  '%s runs',
  async (_, block) => {
    await expect(run(block)).resolves.toBeInstanceOf(Array);
  },
);

test('examples fit the types of what they use', () => {
  const base = ts.readConfigFile(`${root}tsconfig.base.json`, (path) => ts.sys.readFile(path));
  const { compilerOptions } = base.config as { compilerOptions: object };
  const { options } = ts.convertCompilerOptionsFromJson(compilerOptions, root);
  options.noUnusedLocals = false;
  const files = new Map(
    examples.map((example, i) => [`${root}tools/conformance/src/example-${i}.ts`, example]),
  );
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile } = host;
  host.fileExists = (path) => files.has(path) || fileExists(path);
  host.readFile = (path) => files.get(path)?.[1] ?? readFile(path);
  const program = ts.createProgram([...files.keys()], options, host);
  const wrong = [...files].flatMap(([path, [title]]) =>
    program.getSemanticDiagnostics(program.getSourceFile(path)).map(({ messageText }) => ({
      title,
      message: ts.flattenDiagnosticMessageText(messageText, ' '),
    })),
  );
  expect(files.size).toBeGreaterThan(10);
  expect(wrong).toEqual([]);
});

test('every package but the command has an example', () => {
  const titles = examples.map(([title]) => title).join();
  const without = pages.filter((page) => page.startsWith('packages/') && !titles.includes(page));
  expect(without.filter(runs)).toEqual(['packages/cli/README.md']);
});
