import { findOnednn } from '@gnp/backend-onednn';
import { useBackend } from '@gnp/backends';
import { useUnreadableBackend } from './unreadable-backend.js';

/**
 * The backends that tests run on: `onednn` where its library is installed, `tensorflow` where it was
 * built (`tools/tfjs-node`) and `GNP_TFJS_NODE` says where.
 */
export const testedBackends = [
  'cpu',
  'wasm',
  ...(findOnednn().available ? ['onednn'] : []),
  ...(process.env.GNP_TFJS_NODE ? ['tensorflow'] : []),
];

/** Makes one of them current, or the one that cannot be read synchronously. */
export async function useTestedBackend(name: string): Promise<void> {
  if (name === 'unreadable') await useUnreadableBackend();
  else await useBackend(name);
}

/** The backends for what must read nothing back to the host. */
export const withUnreadable = [...testedBackends, 'unreadable'];
