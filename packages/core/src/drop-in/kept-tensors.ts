import { engine } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';

/**
 * Runs a loss function and returns, besides its value, the tensors that it marked with `tf.keep` in
 * the scope that it runs in.
 */
export function collectKept<T>(lossFn: () => T): { value: T; kept: Tensor[] } {
  const scope = engine().state.activeScope;
  const before = scope ? scope.track.length : 0;
  const value = lossFn();
  return { value, kept: scope ? scope.track.slice(before).filter((tensor) => tensor.kept) : [] };
}

/**
 * Gives tensors that were kept back to the scope that is now active, which frees them when it ends.
 *
 * @returns those that are alive: a scope may stay open for long, or there is none, so that whoever
 *   calls disposes of them when nobody can want them any more
 */
export function releaseKept(kept: readonly Tensor[]): Tensor[] {
  const alive = kept.filter((tensor) => !tensor.isDisposed);
  for (const tensor of alive) tensor.kept = false;
  engine().state.activeScope?.track.push(...alive);
  return alive;
}
