import { countParameters, createModel, findModel, listModels } from '@gnp/models';
import { useBackend } from '@gnp/backends';
import { styleOf } from '../terminal/style.js';
import { renderTable } from '../terminal/table.js';
import { setUp, UsageError } from '../usage-error.js';

/** `gnp models [pattern]`: lists models by wildcard, or shows the layers of one. */
export async function modelsCommand(pattern: string | undefined): Promise<number> {
  if (pattern !== undefined && !pattern.includes('*')) return showModel(pattern);
  const found = listModels(pattern);
  if (found.length === 0) throw new UsageError(`No model matches '${pattern}'; see 'gnp models'.`);
  const { dim } = styleOf(process.stdout);
  const header = ['name', 'family', 'summary', 'paper'].map(dim);
  const rows = found.map(({ name, family, summary, paper }) => [name, family, summary, paper.url]);
  console.log(renderTable([header, ...rows]));
  return 0;
}

async function showModel(name: string): Promise<number> {
  const entry = await setUp(() => findModel(name));
  await useBackend('cpu');
  const model = createModel(entry.name);
  model.summary(undefined, undefined, (line) => console.log(line));
  console.log(`${entry.paper.title}, ${entry.paper.url}`);
  const size = `${entry.imageSize}×${entry.imageSize}×3`;
  const parameters = countParameters(model).toLocaleString('en');
  console.log(`${parameters} parameters for 10 classes of ${size} images`);
  return 0;
}
