import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Path } from './path.js';
import { internals } from './tape.js';
import type { TapeNode } from './tape.js';

/**
 * The gradients of the path's target by each source, times `dy`; none for a source that the target
 * does not depend on. To be called in a scope that frees the rest. Where a tape is recording, the
 * gradients can be differentiated in turn.
 *
 * @param dy what flows into the target; taken over
 * @param done is told of each operation that is behind
 * @throws Error naming an operation that has no gradient
 */
export function backpropagate(
  { target, nodes, fromSources }: Path,
  sources: readonly Tensor[],
  dy: Tensor,
  done: (node: TapeNode) => void = () => {},
): (Tensor | undefined)[] {
  const wanted = new Set(sources.map(({ id }) => id));
  const gradients = new Map<number, Tensor>([[target.id, dy]]);
  for (const node of nodes) {
    const dys = node.outputs.map(({ id }) => gradients.get(id) ?? null);
    const inputs = Object.entries(node.inputs).filter(([, { id }]) => fromSources.has(id));
    const dxs = inputGradients(node, dys, inputs);
    inputs.forEach(([, { id }], i) => accumulate(gradients, id, dxs[i]));
    node.outputs.forEach(({ id }, i) => {
      if (wanted.has(id)) return;
      dys[i]?.dispose();
      gradients.delete(id);
    });
    done(node);
  }
  return sources.map(({ id }) => gradients.get(id));
}

/** The gradient of each input as a tensor of its own, free of what was computed on the way. */
function inputGradients(
  { kernelName, gradient }: TapeNode,
  dys: readonly (Tensor | null)[],
  inputs: readonly (readonly [string, Tensor])[],
): Tensor[] {
  if (!gradient) {
    throw new Error(`Cannot compute the gradient: '${kernelName}' has no gradient function.`);
  }
  return tf.tidy(() => {
    const begin = internals().nextTensorId();
    const thunks = gradient([...dys]);
    const taken = new Set<Tensor>();
    return inputs.map(([name, x]) => {
      if (!(name in thunks)) {
        throw new Error(`'${kernelName}' has no gradient for its input '${name}'.`);
      }
      const dx = tf.tidy(() => thunks[name]());
      if (dx.dtype !== 'float32' || !tf.util.arraysEqual(dx.shape, x.shape)) {
        throw new Error(
          `The gradient of '${kernelName}' for its input '${name}' is a ${dx.dtype} [${dx.shape}], ` +
            `not a float32 [${x.shape}].`,
        );
      }
      // It may be somebody else's, or handed on as it came, or twice: each needs an owner.
      const owned = dx.id < begin || dx.kept || taken.has(dx) ? tf.clone(dx) : dx;
      taken.add(owned);
      return owned;
    });
  });
}

function accumulate(gradients: Map<number, Tensor>, id: number, dx: Tensor): void {
  const known = gradients.get(id);
  if (!known) {
    gradients.set(id, dx);
    return;
  }
  gradients.set(id, tf.add(known, dx));
  known.dispose();
  dx.dispose();
}
