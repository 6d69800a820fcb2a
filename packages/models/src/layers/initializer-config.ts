import { serialization } from '@tensorflow/tfjs-core';
import type { initializers } from '@tensorflow/tfjs-layers';

/** How the first values of a weight are drawn; those of `tf.initializers`. */
export type Initializer = ReturnType<typeof initializers.zeros>;

/** An initializer as a saved layer holds it. */
export function initializerConfig(initializer: Initializer): serialization.ConfigDict {
  return { className: initializer.getClassName(), config: initializer.getConfig() };
}

/**
 * The initializer that an option or a saved layer names.
 *
 * @throws Error if a saved one is of an unknown class
 */
export function toInitializer(given: unknown, otherwise: (config: object) => unknown): Initializer {
  if (given === undefined) return otherwise({}) as Initializer;
  if (typeof (given as Initializer).apply === 'function') return given as Initializer;
  const { className, config } = given as { className: string; config: serialization.ConfigDict };
  const known = serialization.SerializationMap.getMap().classNameMap[className];
  if (!known) throw new Error(`There is no initializer '${className}'.`);
  const [constructor, fromConfig] = known;
  return fromConfig(constructor, config) as unknown as Initializer;
}
