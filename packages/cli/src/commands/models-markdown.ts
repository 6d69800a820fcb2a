import { listModels, modelFigures } from '@gnp/models';
import { markdownTable } from '../terminal/markdown-table.js';

/** All models as a table of Markdown. */
export function modelsMarkdown(): string {
  const rows = listModels().map(({ name, family, summary, imageSize, paper }) => {
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
