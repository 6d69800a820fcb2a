import '../tensorflow.js';
import { canonicalName, createModel, findModel, listModels, modelFigures } from '@gnp/models';
import type { ModelEntry } from '@gnp/models';
import { useBackend } from '@gnp/backends';
import { formatCount } from '@gnp/report';
import { printListing, renderListing } from '../terminal/listing.js';
import type { Listing, ListingFlags } from '../terminal/listing.js';
import { chosen, isPattern } from '../terminal/name-pattern.js';
import { renderTable } from '../terminal/table.js';
import { setUp } from '../usage-error.js';
import { modelsMarkdown } from './models-markdown.js';
import { optionRecords, optionRows } from './option-records.js';

/** Flags of `gnp models`. */
export interface ModelsFlags extends ListingFlags {
  readonly markdown?: boolean;
}

/** `gnp models [pattern]`: lists models by wildcard, or shows the layers of one. */
export async function modelsCommand(
  pattern: string | undefined,
  { markdown, ...flags }: ModelsFlags,
): Promise<number> {
  // a model whose figures nobody knows is built for them
  await useBackend('cpu');
  if (markdown) console.log(modelsMarkdown());
  else if (pattern === undefined || isPattern(pattern)) {
    const canonical = pattern && canonicalName(pattern);
    printListing(listed(chosen(canonical, listModels(), 'model')), flags);
  } else printListing(shown(await setUp(() => findModel(pattern))), flags);
  return 0;
}

function listed(models: readonly ModelEntry[]): Listing {
  return {
    text: () => [
      renderListing(
        ['name', 'parameters', 'FLOPs', 'images', 'paper'],
        models.map(({ name, imageSize, paper }) => {
          const { parameters, operations } = modelFigures(name);
          const size = `${imageSize}×${imageSize}`;
          return [name, formatCount(parameters), formatCount(operations), size, paper.url];
        }),
      ),
    ],
    json: () => models.map(recordOf),
    quiet: () => models.map(({ name }) => name),
  };
}

function shown(entry: ModelEntry): Listing {
  const model = createModel(entry.name, { blank: true });
  return {
    text() {
      const lines: string[] = [];
      model.summary(140, [0.36, 0.54, 0.7, 0.79, 1], (line: string) => lines.push(line));
      const size = `${entry.imageSize}×${entry.imageSize}×3`;
      const { parameters, operations } = modelFigures(entry.name);
      const rows = optionRows(entry.options);
      return [
        ...lines,
        `${entry.paper.title}, ${entry.paper.url}`,
        `${parameters.toLocaleString('en')} parameters for 10 classes of ${size} images,`,
        `${formatCount(operations)} floating-point operations an image, two a multiply-add`,
        rows.length > 0 ? `\n${renderTable(rows)}` : 'no options of its own',
      ];
    },
    json: () => ({
      ...recordOf(entry),
      layers: model.layers.map((layer) => ({
        name: layer.name,
        type: layer.getClassName(),
        outputShape: layer.outputShape,
        parameters: layer.countParams(),
      })),
    }),
    quiet: () => model.layers.map(({ name }) => name),
  };
}

function recordOf({ name, family, summary, paper, imageSize, options }: ModelEntry) {
  const { parameters, operations } = modelFigures(name);
  return {
    ...{ name, family, summary, paper, imageSizePixels: imageSize },
    ...{ parameters, operationsPerImage: operations, options: optionRecords(options) },
  };
}
