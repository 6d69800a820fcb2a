import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const page = readFileSync(`${root}docs/architecture.md`, 'utf8');
const drawings = [...page.matchAll(/^```mermaid\ngraph TD\n([\s\S]*?)^```$/gm)].map(
  ([, text]) => text,
);

type Arrows = Map<string, Set<string>>;

/** The nodes of a drawing, by the first line of their text, and its arrows. */
function read(drawing: string) {
  const nodes = new Map(
    [...drawing.matchAll(/(\w+)\["([^"<]+)<br>/g)].map(([, id, name]) => [id, name]),
  );
  const named = (ids: string) => ids.split('&').map((id) => nodes.get(id.trim())!);
  const arrows: Arrows = new Map([...nodes.values()].map((name) => [name, new Set()]));
  for (const [, from, to] of drawing.matchAll(/^ {2}([\w& ]+) --> ([\w& ]+)$/gm)) {
    for (const one of named(from)) for (const other of named(to)) arrows.get(one)!.add(other);
  }
  return { names: [...nodes.values()], arrows };
}

/** What is reached by one arrow or several. */
function reached(arrows: Arrows, from: string, seen = new Set<string>()): Set<string> {
  for (const next of arrows.get(from) ?? []) {
    if (seen.has(next)) continue;
    seen.add(next);
    reached(arrows, next, seen);
  }
  return seen;
}

const sorted = (names: Iterable<string>) => [...names].sort();

test('the drawing of packages is what they depend on, with no arrow too many, all downwards', () => {
  const { names, arrows } = read(drawings[0]);
  const packages = readdirSync(`${root}packages`).map((folder) => {
    const text = readFileSync(`${root}packages/${folder}/package.json`, 'utf8');
    return JSON.parse(text) as { name: string; dependencies?: Record<string, string> };
  });
  expect(sorted(names)).toEqual(sorted(packages.map(({ name }) => name)));
  const depends: Arrows = new Map(
    packages.map(({ name, dependencies = {} }) => [
      name,
      new Set(Object.keys(dependencies).filter((other) => other.startsWith('@gnp/'))),
    ]),
  );
  for (const [name, direct] of arrows) {
    expect([name, sorted(reached(arrows, name))]).toEqual([name, sorted(reached(depends, name))]);
    expect(reached(arrows, name).has(name)).toBe(false);
    for (const one of direct) {
      const others = [...direct].filter((other) => other !== one);
      const implied = others.some((other) => reached(arrows, other).has(one));
      expect([name, one, implied]).toEqual([name, one, false]);
    }
  }
});

/** The modules that a file imports, and what of them. */
function importsOf(file: string): { module: string; names: string[] }[] {
  const text = readFileSync(`${root}packages/${file}`, 'utf8');
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022);
  return source.statements.filter(ts.isImportDeclaration).map((statement) => {
    const bindings = statement.importClause?.namedBindings;
    const elements = bindings && ts.isNamedImports(bindings) ? bindings.elements : undefined;
    const { text: module } = statement.moduleSpecifier as ts.StringLiteral;
    return { module, names: elements?.map(({ name }) => name.text) ?? [] };
  });
}

/** Whether a file imports another: by its path, or a name that the other's package exports from it. */
function imports(from: string, to: string): boolean {
  const [folder, ...path] = to.split('/');
  const index = readFileSync(`${root}packages/${folder}/src/index.ts`, 'utf8');
  const own = `./${path.slice(1).join('/').replace(/\.ts$/, '.js')}`;
  const exported = [...index.matchAll(/export \{([^}]*)\} from '([^']+)'/g)]
    .filter(([, , module]) => module === own)
    .flatMap(([, names]) => names.split(',').map((name) => name.trim()));
  return importsOf(from).some(({ module, names }) =>
    module.startsWith('.')
      ? normalize(join(dirname(from), module)) === to.replace(/\.ts$/, '.js')
      : module === `@gnp/${folder}` && names.some((name) => exported.includes(name)),
  );
}

test('every arrow of the drawing of a step is an import', () => {
  const { arrows } = read(drawings[1]);
  const pairs = [...arrows].flatMap(([from, all]) => [...all].map((to) => [from, to] as const));
  expect(pairs.length).toBeGreaterThan(10);
  expect(pairs.filter(([from, to]) => !imports(from, to))).toEqual([]);
});
