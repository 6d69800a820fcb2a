import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { encodePng, readDigits } from '@gnp/data/node';
import { stringify } from 'yaml';
import { gnp, small, temporary, train } from '../testing/gnp.js';
import { buildProgram } from './program.js';
import type * as Study from './studies/dln/study.js';

// every row of the study in a moment
jest.mock('./studies/dln/study.js', () => {
  const study = jest.requireActual<typeof Study>('./studies/dln/study.js');
  const quickSettings = study.quickSettings.map(({ training, ...setting }) => ({
    ...setting,
    training: { ...training, steps: 50 },
  }));
  return { ...study, quickSettings };
});

type Json = Readonly<Record<string, unknown>>;

/** A command that lists, and what it shows to whom. */
interface Listed {
  readonly args: readonly string[];
  /** Of the JSON: what has names, each of which people see, too. */
  readonly records: (json: Json) => readonly Json[];
  /** Under which key the names stand; `name` by default. */
  readonly key?: string;
  /** Of the JSON: what `--quiet` prints; the names by default. */
  readonly quiet?: (json: Json) => readonly unknown[];
  /** A pattern as the last argument, and the names that match. */
  readonly pattern?: readonly [string, readonly string[]];
}

const folder = temporary();
const [run, sweep, image] = ['run', 'two.yaml', 'nought.png'].map((name) => join(folder, name));
beforeAll(async () => {
  await train(run);
  writeFileSync(image, encodePng(await readDigits().test.read(0)));
  const trials = { plain: { 'rule.name': 'plain' }, gnp: {} };
  writeFileSync(sweep, stringify({ recipe: 'quickstart', trials }));
});

const all = (json: Json) => json as unknown as readonly Json[];
const under = (key: string) => (json: Json) => json[key] as readonly Json[];
const named = (records: readonly Json[], key = 'name') => records.map((record) => record[key]);
const where = ['--working-dir', join(folder, 'runs')];

const listing: Readonly<Record<string, Listed>> = {
  models: { args: [], records: all, pattern: ['resnet1*', ['resnet18', 'resnet101', 'resnet152']] },
  'models NAME': { args: ['resnet8'], records: under('layers') },
  rules: { args: [], records: all, pattern: ['G*', ['gnp', 'gsam', 'gam']] },
  'rules NAME': { args: ['gsam'], records: under('options') },
  recipes: { args: [], records: all, pattern: ['vgg*', ['vgg-imagenet']] },
  doctor: {
    args: [],
    records: under('backends'),
    quiet: (json) => named(under('backends')(json).filter(({ available }) => available)),
  },
  compare: { args: [run, run], records: under('groups'), quiet: () => [run, run] },
  sweep: { args: [sweep, '--table', ...where], records: all, quiet: () => [] },
  'sweep --list': {
    args: [sweep, '--list', ...where],
    records: all,
    quiet: (json) => named(all(json), 'run'),
  },
  'data inspect': {
    args: ['digits'],
    records: (json) => (json.classNames as string[]).map((name) => ({ name })),
  },
  eval: { args: [run], records: () => [], quiet: ({ errorRate }) => [String(errorRate)] },
  predict: {
    ...{ args: [run, image], records: all, key: 'file' },
    quiet: (json) => all(json).map(({ predictions }) => named(predictions as Json[])[0]),
  },
  study: {
    ...{ args: ['dln', '--quick', '--seeds=1'], records: all, key: 'rule' },
    quiet: (json) => {
      const best = all(json).reduce<Record<string, Json>>((least, row) => {
        const { setting, error } = row as { setting: string; error: number };
        return error >= Number(least[setting]?.error) ? least : { ...least, [setting]: row };
      }, {});
      return named(Object.values(best), 'rule');
    },
  },
  profile: {
    args: ['quickstart', '--backend=wasm', '--steps=1', ...small],
    records: (json) => under('kernels')(json).filter(({ name }) => name === 'Conv2D'),
    quiet: () => [expect.stringMatching(/^\d+(\.\d+)?$/)],
  },
};

/** Commands that make something, and print where it is. */
const makers = ['train', 'export', 'report', 'data download'];

/** The words before flags and names. */
const wordsOf = (name: string) => name.split(' ').filter((word) => /^[a-z]/.test(word));

/** All commands of the program by their words. */
function commandsOf(command: Command, words: readonly string[] = []): [string, Command][] {
  if (command.commands.length === 0) return [[words.join(' '), command]];
  return command.commands.flatMap((one) => commandsOf(one, [...words, one.name()]));
}
const commands = commandsOf(buildProgram(() => Promise.resolve()));
const flagsOf = (command: Command) => command.options.map(({ long }) => long);

test('every command lists, and takes --json and --quiet, or makes something', () => {
  const lists = commands.filter(([name]) => !makers.includes(name));
  for (const [name, command] of lists) {
    expect([name, ...flagsOf(command)]).toEqual(expect.arrayContaining(['--json', '--quiet']));
    expect(Object.keys(listing)).toContain(name);
  }
  expect(makers.every((name) => commands.some(([other]) => other === name))).toBe(true);
  expect(lists.length).toBeGreaterThan(8);
});

const page = readFileSync(join(__dirname, '../../../docs/scripting.md'), 'utf8');

/** The keys that the page tells of a command's JSON: those in code, in the row of its name. */
function documented(name: string): string[] {
  const row = page.split('\n').find((line) => line.startsWith(`| \`gnp ${name}\` `)) ?? '';
  const [, , json = ''] = row.split('|').map((cell) => cell.replaceAll(/\(.*?\)/g, ''));
  return [...json.matchAll(/`(\w+)`/g)].map(([, key]) => key);
}

describe.each(Object.entries(listing))('gnp %s', (name, { args, records, key, ...more }) => {
  const call = (...flags: string[]) => gnp(...wordsOf(name), ...args, ...flags);
  const lines = (out: string) => out.split('\n').slice(0, -1);

  test('shows the same to people, to programs and to other commands', async () => {
    const asJson = await call('--json');
    expect(asJson.status).toBe(0);
    expect(lines(asJson.out)).toHaveLength(1);
    const json = JSON.parse(asJson.out) as Json;
    const names = named(records(json), key);

    const { out } = await call();
    for (const each of names) expect(out).toContain(String(each));

    const quiet = await call('--quiet');
    expect([quiet.status, quiet.err]).toEqual([0, '']);
    expect(lines(quiet.out)).toEqual(more.quiet?.(json) ?? names);

    const record = Array.isArray(json) ? json[0] : json;
    expect(documented(name).sort()).toEqual(Object.keys(record as Json).sort());
  });

  test('prints in one way', async () => {
    const { status, out, err } = await call('--json', '--quiet');
    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(err).toMatch(/^gnp: option '--json' cannot be used with option '-q, --quiet'\n$/);
  });

  const { pattern } = more;
  if (pattern) {
    test('takes patterns of names', async () => {
      const { out } = await call(pattern[0], '--quiet');
      expect(lines(out)).toEqual(pattern[1]);
      expect(JSON.parse((await call(pattern[0], '--json')).out)).toHaveLength(pattern[1].length);
    });
  }
});

test.each([
  [['models', 'rsnet18*'], "No model matches 'rsnet18*'. Did you mean 'resnet18'?"],
  [['models', 'rsnet18'], "There is no model named 'rsnet18'. Did you mean 'resnet18'?"],
  [['rules', 'gsamm*', '--json'], "No rule matches 'gsamm*'. Did you mean 'gsam'?"],
  [['rules', 'gsamm', '--quiet'], "There is no rule 'gsamm'. Did you mean 'gsam'?"],
  [['recipes', 'quikstart*'], "No recipe matches 'quikstart*'. Did you mean 'quickstart'?"],
  [['sweep', sweep, 'plan*', '--list'], "No trial matches 'plan*'. Did you mean 'plain'?"],
  [['recipes', 'wiedresnt*'], "No recipe matches 'wiedresnt*'. Did you mean 'wideresnet-cifar'?"],
  [['models', '*zzz*'], "No model matches '*zzz*'. Known are "],
  [['sweep', sweep, 'plan'], "There is no trial 'plan'. Did you mean 'plain'?"],
  [['compare', join(folder, 'ru'), '-q'], `There is no run in ${join(folder, 'ru')}`],
  [['compare', join(folder, 'nur*')], `No run matches '${join(folder, 'nur*')}'. Did you mean`],
  [['report', join(folder, 'x/*')], `No run matches '${join(folder, 'x/*')}'.`],
  [['sweep', sweep, 'plain', '--trial=0'], "--trial names one run: leave 'plain' out"],
  [['models', '--markdown', '--json'], "option '--markdown' cannot be used with option '--json'"],
])('%j is refused in a line', async (args, message) => {
  const { status, out, err } = await gnp(...args);
  expect({ status, out }).toEqual({ status: 2, out: '' });
  expect(err).toMatch(/^gnp: .*\n$/);
  expect(err).toContain(message);
});
