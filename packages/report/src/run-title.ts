/** The configuration of a run, as read from its `config.yaml`: settings and groups of settings. */
export type RunConfig = Readonly<Record<string, unknown>>;

/**
 * The name of a run: that of its recipe, the key `recipe`, or of a run that does not say, its model
 * and data set (`model.name`, `dataset.name`).
 */
export function runName({ recipe, model, dataset }: RunConfig): string {
  if (typeof recipe === 'string' && recipe !== '') return recipe;
  const names = [model, dataset].map((group) => (group as { name?: unknown } | undefined)?.name);
  return names.filter((name) => typeof name === 'string').join(' on ') || 'a run';
}

/**
 * How the report of a run is headed: its name, and the settings in which it differs from its recipe,
 * the key `set`. Where files are is left out.
 */
export function runTitle(config: RunConfig): { title: string; subtitle?: string } {
  const set = Array.isArray(config.set) ? config.set.map(String) : [];
  const shown = set.filter((setting) => !/^(dataset\.dir|imports)=/.test(setting));
  return { title: runName(config), subtitle: shown.join(', ') || undefined };
}
