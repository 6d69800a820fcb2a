import '../tensorflow.js';
import { createModel, findModel, listModels, modelFigures } from '@gnp/models';
import { useBackend } from '@gnp/backends';
import { describeDefault } from '@gnp/options';
import { formatCount } from '@gnp/report';
import { styleOf } from '../terminal/style.js';
import { renderTable } from '../terminal/table.js';
import { modelsMarkdown } from './models-markdown.js';
import { setUp, UsageError } from '../usage-error.js';

/** `gnp models [pattern]`: lists models by wildcard, or shows the layers of one. */
export async function modelsCommand(
  pattern: string | undefined,
  { markdown }: { readonly markdown?: boolean },
): Promise<number> {
  // a model whose figures nobody knows is built for them
  await useBackend('cpu');
  if (markdown) {
    console.log(modelsMarkdown());
    return 0;
  }
  if (pattern !== undefined && !pattern.includes('*')) return showModel(pattern);
  const found = listModels(pattern);
  if (found.length === 0) throw new UsageError(`No model matches '${pattern}'; see 'gnp models'.`);
  const { dim } = styleOf(process.stdout);
  const header = ['name', 'parameters', 'FLOPs', 'images', 'paper'].map(dim);
  const rows = found.map(({ name, imageSize, paper }) => {
    const { parameters, operations } = modelFigures(name);
    const size = `${imageSize}×${imageSize}`;
    return [name, formatCount(parameters), formatCount(operations), size, paper.url];
  });
  console.log(renderTable([header, ...rows]));
  return 0;
}

async function showModel(name: string): Promise<number> {
  const entry = await setUp(() => findModel(name));
  const model = createModel(entry.name, { blank: true });
  model.summary(140, [0.36, 0.54, 0.7, 0.79, 1], (line) => console.log(line));
  console.log(`${entry.paper.title}, ${entry.paper.url}`);
  const size = `${entry.imageSize}×${entry.imageSize}×3`;
  const { parameters, operations } = modelFigures(entry.name);
  console.log(`${parameters.toLocaleString('en')} parameters for 10 classes of ${size} images,`);
  console.log(`${formatCount(operations)} floating-point operations an image, two a multiply-add`);
  const rows = Object.entries(entry.options).map(([option, record]) => [
    option,
    describeDefault(record),
    record.meaning,
  ]);
  console.log(rows.length > 0 ? `\n${renderTable(rows)}` : 'no options of its own');
  return 0;
}
