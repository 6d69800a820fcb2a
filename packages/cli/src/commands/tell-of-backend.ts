import type { BackendReport } from '@gnp/backends';

/** One line for the backend in use, and one for each better one that is missing. */
export function tellOf({ name, description, skipped }: BackendReport): void {
  for (const { name: other, reason } of skipped)
    console.error(`backend ${other} skipped: ${reason}`);
  console.error(`backend ${name}: ${description}`);
}
