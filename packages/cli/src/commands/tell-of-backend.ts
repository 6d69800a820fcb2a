import type { BackendReport } from '@gnp/backends';

/** A line for each better backend that is missing, one for that in use, and those on how it is set. */
export function tellOf({ name, description, settings, skipped }: BackendReport): void {
  for (const { name: other, reason } of skipped)
    console.error(`backend ${other} skipped: ${reason}`);
  for (const text of [description, ...settings]) console.error(`backend ${name}: ${text}`);
}
