import type { Config } from '../config/schema.js';

/** The seeds of the parts of a run: those that are set, else the one of all. */
export function seedsOf({ seed, seeds }: Pick<Config, 'seed' | 'seeds'>) {
  const { data = seed, model = seed, steps = seed } = seeds ?? {};
  return { data, model, steps };
}
