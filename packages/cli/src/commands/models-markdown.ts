import { listModels, modelFigures } from '@gnp/models';
import type { ModelEntry } from '@gnp/models';
import { describeDefault } from '@gnp/options';
import { markdownTable } from '../terminal/markdown-table.js';

/** All models as a table of Markdown, and the options of each family. */
export function modelsMarkdown(): string {
  const models = listModels();
  const families = new Map(models.map((model) => [model.options, model]));
  return [modelsTable(models), ...[...families.values()].map(familySection)].join('\n\n');
}

function familySection({ family, options }: ModelEntry): string {
  const rows = Object.entries(options).map(([option, record]) => [
    `\`${option}\``,
    describeDefault(record),
    record.meaning,
  ]);
  const table = markdownTable([['option', 'default', 'meaning'], ...rows]);
  return [`### ${family}`, rows.length > 0 ? table : 'No options of its own.'].join('\n\n');
}

function modelsTable(models: readonly ModelEntry[]): string {
  const rows = models.map(({ name, family, summary, imageSize, paper }) => {
    const { parameters, operations } = modelFigures(name);
    return [
      `\`${name}\``,
      `[${family}](${paper.url})`,
      summary,
      `${imageSize}×${imageSize}`,
      parameters.toLocaleString('en'),
      `${(operations / 1e9).toFixed(2)} G`,
    ];
  });
  return markdownTable([
    ['name', 'family', 'what it is', 'images', 'parameters', 'FLOPs'],
    ...rows,
  ]);
}
