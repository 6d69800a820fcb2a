import type { TensorContainer } from '@tensorflow/tfjs-core';
import { innerGradients } from './inner-gradients.js';
import { CustomGradients } from './second-order/custom-gradients.js';
import { internals, releaseSaved, taped } from './tape.js';
import type { Engine, EngineNode, TapeNode } from './tape.js';

/** What a function gave, and what it did. */
export interface Recording<T> {
  readonly value: T;
  /** Each operation stands behind those that made its inputs. */
  readonly tape: readonly TapeNode[];
  /** The operations with gradients of their own, where gradients were taken on the way. */
  readonly custom?: CustomGradients;
}

/**
 * Runs `f` while recording; intermediate tensors that no gradient needs are disposed of. Gradients
 * taken by `f` are recorded too, however deep. The caller releases what the tape saved.
 */
export function record<T extends TensorContainer>(f: () => T): Recording<T> {
  const engine = internals();
  const { state, addTapeNode, gradients, runKernelFunc, startTape } = engine;
  const custom = new CustomGradients();
  const saves: EngineNode[] = [];
  let nested = false as boolean;
  const recording: Partial<Engine> = {
    // The engine notes a tensor that an operation saves, as a clone, before the operation itself: a
    // saved output, of exp or softmax for example, would seem to come from nowhere.
    addTapeNode: (...node) => {
      if (state.kernelDepth > 0) saves.push(node);
      else for (const next of [node, ...saves.splice(0)]) addTapeNode.apply(engine, next);
    },
    startTape: () => {
      nested ||= state.gradientDepth > 0;
      startTape.call(engine);
    },
    runKernelFunc: (operation) =>
      custom.run(operation, runKernelFunc.bind(engine), state.gradientDepth > 1),
    gradients: innerGradients,
  };
  try {
    Object.assign(engine, recording);
    const value = taped(f);
    return { value, tape: state.activeTape ?? [], ...(nested && { custom }) };
  } catch (error) {
    state.activeTape?.forEach(releaseSaved);
    for (const [, , outputs] of saves) for (const tensor of outputs) tensor.dispose();
    throw error;
  } finally {
    state.activeTape = null;
    Object.assign(engine, { addTapeNode, gradients, runKernelFunc, startTape });
  }
}
