import { closeSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { encodePng } from '@gnp/data/node';
import { loadDatasetConfig } from '../config/dataset-config.js';
import { inspectDataset } from '../inspect/inspect-dataset.js';
import { renderDataset } from '../inspect/render-summary.js';
import { sampleSheet } from '../inspect/sample-sheet.js';
import { printListing } from '../terminal/listing.js';
import type { ListingFlags } from '../terminal/listing.js';
import { styleOf } from '../terminal/style.js';
import { readDataset } from '../training/read-dataset.js';
import { setUp, UsageError } from '../usage-error.js';

/** Flags of `gnp data inspect`. */
export interface InspectOptions extends ListingFlags {
  readonly dir?: string;
  readonly set?: readonly string[];
  readonly samples?: string;
}

/** `gnp data inspect`: the images of a data set or a recipe, in numbers and as a contact sheet. */
export async function dataInspectCommand(name: string, options: InspectOptions): Promise<number> {
  const { dir, samples } = options;
  const set = [
    ...(dir === undefined ? [] : [`dataset.dir=${JSON.stringify(dir)}`]),
    ...(options.set ?? []),
  ];
  const config = await loadDatasetConfig(name, set);
  const file = samples === undefined ? undefined : reserve(samples);
  try {
    const dataset = await setUp(() => readDataset(config));
    const summary = await setUp(() => inspectDataset(dataset));
    if (file) file.write(encodePng(await setUp(() => sampleSheet(dataset, config))));
    printListing(
      {
        text: () => [
          renderDataset(summary, styleOf(process.stdout)),
          ...(file ? [`\nSamples: ${samples}`] : []),
        ],
        json: () => summary,
        quiet: () => summary.classNames,
      },
      options,
    );
    return 0;
  } finally {
    file?.close();
  }
}

/**
 * Takes a name before much work is done for what will stand there; closed without being written to, it is free again.
 *
 * @throws UsageError where there is a file already, or none can be written
 */
function reserve(path: string) {
  const descriptor = guarded(path, () => openSync(path, 'wx'));
  let written = false;
  return {
    write(bytes: Uint8Array) {
      guarded(path, () => writeFileSync(descriptor, bytes));
      written = true;
    },
    close() {
      closeSync(descriptor);
      if (!written) rmSync(path);
    },
  };
}

function guarded<T>(path: string, use: () => T): T {
  try {
    return use();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new UsageError(
      code === 'EEXIST'
        ? `'${path}' is there already; give --samples another name, or delete it.`
        : `Cannot write '${path}': ${message}.`,
      { cause: error },
    );
  }
}
