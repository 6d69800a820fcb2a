import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs';

/** A processor from which numbers come asynchronously only, as `webgpu` in Node. */
class UnreadableBackend extends MathBackendCPU {
  override readSync(): never {
    throw new Error('This backend cannot be read synchronously.');
  }

  override read(dataId: object): Promise<tf.backend_util.BackendValues> {
    return Promise.resolve(super.readSync(dataId));
  }
}

/**
 * Registers `unreadable`, the kernels of `cpu` on a backend whose `readSync` throws, and makes it the
 * current one: what runs on it reads nothing back to the host.
 */
export async function useUnreadableBackend(): Promise<void> {
  if (!tf.findBackendFactory('unreadable')) {
    tf.registerBackend('unreadable', () => new UnreadableBackend());
    tf.copyRegisteredKernels('cpu', 'unreadable');
  }
  await tf.setBackend('unreadable');
}
