import type { SavedState } from '@gnp/trainer';
import { listCheckpoints, readCheckpointContents } from '@gnp/trainer/node';
import type { RunFolder } from '@gnp/trainer/node';
import { readFacts } from '../training/dataset-facts.js';

/**
 * How many numbers a run trains: as its newest checkpoint says, or where there is none that can be read, as its model has
 * when it is built. Undefined where the run does not keep what that needs; a report is drawn without.
 */
export async function parametersOf({ dir, config }: RunFolder): Promise<number | undefined> {
  const newest = (await listCheckpoints(dir)).at(-1);
  const contents = newest && (await readCheckpointContents(newest.path).catch(() => undefined));
  const saved = (contents as { readonly state?: Partial<SavedState> } | undefined)?.state;
  if (saved?.parameters !== undefined) return saved.parameters;
  const facts = await readFacts(dir);
  if (!facts) return undefined;
  // TensorFlow.js, which reports otherwise do without
  const { parametersOfModel } = await import('../training/count-parameters.js');
  return parametersOfModel(config, facts);
}
