import { allVariables } from '@gnp/models';
import type { ModelVariables } from '@gnp/models';
import { listed } from '@gnp/options';
import { assignVariables } from '@gnp/trainer';
import type { PlainTensor, TensorMap } from '@gnp/trainer';
import { loadCheckpoint } from '@gnp/trainer/node';
import type { LayersModel } from '@tensorflow/tfjs-layers';

/**
 * Begins a model with the weights of a run's last checkpoint. Its last layer stays new where it differs by the number of
 * classes alone.
 *
 * @param dir a run folder, or one checkpoint's own
 * @returns what was done, in a sentence
 * @throws Error naming the parameters that do not fit; then nothing has changed
 */
export async function initFrom(model: LayersModel, dir: string): Promise<string> {
  const { path, tensors } = await loadCheckpoint(dir);
  const variables = allVariables(model);
  const saved = tensors.model;
  const names = [...new Set([...Object.keys(variables), ...Object.keys(saved)])];
  const misfits = names.filter((name) => !same(variables[name]?.shape, saved[name]?.shape));
  const head = headOf(model).filter((name) => misfits.includes(name) && name in saved);
  const isNewHead = head.every((name) => same(inputsOf(variables[name]), inputsOf(saved[name])));
  const others = isNewHead ? misfits.filter((name) => !head.includes(name)) : misfits;
  if (others.length > 0) {
    throw new Error(
      `The weights in ${path} are of another model (here / there): ${listed(others.map((name) => `${name} ${show(variables[name])} / ${show(saved[name])}`))}.`,
    );
  }
  assignVariables(model, { ...saved, ...(await plainOf(variables, head)) });
  const note = `The model begins with the weights in ${path}`;
  if (head.length === 0) return `${note}.`;
  const classes = [saved[head[0]], variables[head[0]]].map(({ shape }) => shape.at(-1));
  return `${note}, but for its last layer, which is new (${listed(head)}): ${classes.join(' classes there, ')} here.`;
}

interface Shaped {
  readonly shape: readonly number[];
}

/** The variables of the layer that gives the logits. */
function headOf(model: LayersModel): string[] {
  const [{ sourceLayer }] = model.outputs;
  return sourceLayer.weights.map(({ originalName }) => originalName);
}

/** The shape without the number of classes. */
const inputsOf = ({ shape }: Shaped) => shape.slice(0, -1);

const same = (a: readonly number[] | undefined, b: readonly number[] | undefined) =>
  a !== undefined && b !== undefined && a.join() === b.join();

const show = (tensor: Shaped | undefined) => (tensor ? `[${tensor.shape.join(', ')}]` : 'none');

async function plainOf(variables: ModelVariables, names: readonly string[]): Promise<TensorMap> {
  const entries = names.map(async (name) => {
    const { shape, dtype } = variables[name];
    return [name, { dtype, shape, data: await variables[name].data() } as PlainTensor] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}
