import '../tensorflow.js';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { encodeSafetensors, layersModelFolder, writeFileAtomically } from '@gnp/trainer/node';
import { neededModules } from '../export/needed-modules.js';
import { withNormalisation } from '../export/with-normalisation.js';
import type { DatasetFacts } from '../training/dataset-facts.js';
import { factsOfRun } from '../training/facts-of-run.js';
import { loadTrainedModel } from '../training/trained-model.js';
import { openTrainedRun } from '../training/trained-run.js';
import type { TrainedRun, TrainedRunFlags } from '../training/trained-run.js';
import { setUp, UsageError } from '../usage-error.js';
import { gnpVersion } from '../versions.js';

/** Flags of `gnp export`. */
export interface ExportFlags extends Pick<TrainedRunFlags, 'checkpoint' | 'average'> {
  readonly format: string;
  readonly out: string;
  readonly force?: boolean;
}

const formats: Readonly<Record<string, (run: TrainedRun, flags: ExportFlags) => Promise<void>>> = {
  'layers-model': exportLayersModel,
  safetensors: exportSafetensors,
};

/** `gnp export`: the model of a run as a TensorFlow.js LayersModel, or its weights as a safetensors file. */
export async function exportCommand(dir: string, flags: ExportFlags): Promise<number> {
  const write = Object.hasOwn(formats, flags.format) ? formats[flags.format] : undefined;
  if (!write) {
    throw new UsageError(
      `--format is '${flags.format}'; it is one of ${Object.keys(formats).join(', ')}.`,
    );
  }
  await write(await openTrainedRun(dir, flags), flags);
  return 0;
}

/** Images from 0 to 255 in, logits out. */
async function exportLayersModel(run: TrainedRun, { out, force }: ExportFlags): Promise<void> {
  const { model, facts } = await loadTrainedModel(run);
  const imports = neededModules(model, run.config.imports);
  const whole = withNormalisation(model, facts);
  whole.setUserDefinedMetadata({
    ...provenance(run, facts),
    inputs: 'images [batch, height, width, channels], values from 0 to 255',
    outputs: 'logits [batch, classes]; softmax gives probabilities',
    imports,
  });
  await setUp(() => whole.save(layersModelFolder(out, { force })), forceHint(force));
  console.log(out);
  console.log(
    imports.length > 0
      ? `To load it: import ${imports.map((name) => `'${name}'`).join(', ')}, then tf.loadLayersModel(…/model.json).`
      : 'It has layers of TensorFlow.js alone: tf.loadLayersModel(…/model.json).',
  );
  console.log('It takes images from 0 to 255, and gives logits.');
}

/** The weights by name, and how to use them as metadata. */
async function exportSafetensors(run: TrainedRun, { out, force }: ExportFlags): Promise<void> {
  await setUp(async () => {
    if (existsSync(out) && !force) throw new Error(`${out} is there already.`);
    const facts = await factsOfRun(run.folder.dir, run.config);
    const metadata = Object.entries({
      ...provenance(run, facts),
      layout: 'images NHWC, kernels HWIO, dense [in, out]',
      normalisation: '(image / 255 - mean) / std',
    }).map(([key, value]) => [key, typeof value === 'string' ? value : JSON.stringify(value)]);
    await mkdir(dirname(out), { recursive: true });
    await writeFileAtomically(out, encodeSafetensors(run.weights, Object.fromEntries(metadata)));
  }, forceHint(force));
  console.log(out);
}

const forceHint = (force = false) => (force ? '' : '--force replaces an earlier export.');

/** Where a model comes from, and what it is for. */
function provenance({ recipe, config, checkpoint }: TrainedRun, facts: DatasetFacts) {
  const { classes, classNames, mean, std, input } = facts;
  return {
    generator: `gnp ${gnpVersion}`,
    recipe,
    model: config.model,
    dataset: facts.name,
    step: checkpoint.step,
    epoch: checkpoint.epoch,
    ...{ classes, classNames, mean, std, input },
  };
}
