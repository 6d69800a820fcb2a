import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findOnednn } from '@gnp/backend-onednn';
import { run } from '@gnp/cli';

const folder = fileURLToPath(new URL('../../../packages/cli/recipes/', import.meta.url));
const recipes = readdirSync(folder).map((file) => file.replace('.yaml', ''));
const backend = findOnednn().available ? 'onednn' : 'wasm';

let runs: string;
beforeAll(() => void (runs = mkdtempSync(join(tmpdir(), 'gnp-recipes-'))));
afterAll(() => rmSync(runs, { recursive: true, force: true }));

/** Runs a command in this process, and catches what it prints to standard output. */
async function gnp(...args: string[]): Promise<string> {
  let out = '';
  let err = '';
  const spies = [
    jest.spyOn(console, 'log').mockImplementation((text) => void (out += `${text}\n`)),
    jest.spyOn(console, 'error').mockImplementation((text) => void (err += `${text}\n`)),
    jest.spyOn(process.stderr, 'write').mockImplementation(() => true),
  ];
  const status = await run(args).finally(() => spies.forEach((spy) => spy.mockRestore()));
  if (status !== 0) throw new Error(`gnp ${args.join(' ')} failed: ${err}`);
  return out;
}

/** What is the same in two recipes need not be run twice: twins for CIFAR-100 have the same images drawn. */
const seen = new Set<string>();

describe('every recipe', () => {
  test.each(recipes)('%s trains', async (name) => {
    const flags = ['train', name, '--smoke', `--backend=${backend}`];
    const resolved = await gnp(...flags, '--dry-run');
    expect(resolved).toContain(`recipe: ${name}\n`);
    expect(resolved).toMatch(/^description: /m);
    const what = resolved.replaceAll(/^(recipe|description): .*\n( .*\n)*/gm, '');
    if (seen.has(what)) return;
    seen.add(what);
    expect(await gnp(...flags, `--working-dir=${join(runs, name)}`)).toMatch(/epochs +2/);
  });
});
