import * as tf from '@tensorflow/tfjs-core';
import type { NamedTensorMap, Scalar, Tensor, Variable } from '@tensorflow/tfjs-core';
import { nodesBetween, record } from './tape.js';
import type { TapeNode } from './tape.js';

/** Looks at what was recorded, in order, before it is differentiated. */
export type TapeCheck = (
  tape: readonly TapeNode[],
  fromSources: ReadonlySet<number>,
  target: Tensor,
) => void;

/**
 * The value of `f` and its gradients by variable name; variables that it does not depend on get none.
 * Releases what is kept for the backward pass on the way. Not to be called below another gradient.
 *
 * @throws Error if the value is no scalar, or an operation has no gradient
 */
export function differentiate(
  f: () => Scalar,
  variables: readonly Variable[],
  check?: TapeCheck,
): { value: Scalar; grads: NamedTensorMap } {
  const { value, tape } = record(f);
  const { ordered, nodes, fromSources } = nodesBetween(tape, variables, value);
  try {
    tf.util.assert(value.rank === 0, () => `The loss must be a scalar, not [${value.shape}].`);
    check?.(ordered, fromSources, value);
    const needed = new Set(nodes);
    for (const node of tape) if (!needed.has(node)) releaseSaved(node);
    const grads = tf.tidy(() => backpropagate(nodes, variables, fromSources, value));
    return { value, grads };
  } finally {
    tape.forEach(releaseSaved);
  }
}

function backpropagate(
  nodes: readonly TapeNode[],
  variables: readonly Variable[],
  fromSources: ReadonlySet<number>,
  value: Scalar,
): NamedTensorMap {
  if (nodes.length === 0) return {};
  const wanted = new Set(variables.map(({ id }) => id));
  const gradients = new Map<number, Tensor>([[value.id, tf.onesLike(value)]]);
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
    releaseSaved(node);
  }
  const named = variables.map(({ id, name }) => [name, gradients.get(id)] as const);
  return Object.fromEntries(named.filter(([, gradient]) => gradient)) as NamedTensorMap;
}

/** The gradient of each input as a tensor of its own, free of what was computed on the way. */
function inputGradients(
  node: TapeNode,
  dys: readonly (Tensor | null)[],
  inputs: readonly (readonly [string, Tensor])[],
): Tensor[] {
  const { kernelName, gradient } = node;
  if (!gradient) {
    throw new Error(`Cannot compute the gradient: '${kernelName}' has no gradient function.`);
  }
  return tf.tidy(() => {
    const thunks = gradient([...dys]);
    const others = new Set<Tensor | null>([...dys, ...(node.saved ?? [])]);
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
      // Gradients may be handed on as they came, or twice: each needs an owner.
      const owned = others.has(dx) ? tf.clone(dx) : dx;
      others.add(owned);
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

function releaseSaved({ saved }: TapeNode): void {
  for (const tensor of saved ?? []) tensor.dispose();
}
