import type { BackendStatus } from './backend-candidate.js';
import { candidates, inOrder } from './candidates.js';

/**
 * Lists the known backends in the order in which `auto` tries them: whether each is available, and if
 * not, why, and the command that would bring it. Loads none of them.
 */
export function describeBackends(): Promise<BackendStatus[]> {
  return Promise.resolve(
    inOrder(candidates).map((candidate) => ({
      name: candidate.name,
      description: candidate.description,
      automatic: candidate.automatic,
      ...candidate.find(),
    })),
  );
}
