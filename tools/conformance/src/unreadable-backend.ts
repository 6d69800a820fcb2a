import * as tf from '@tensorflow/tfjs';

/** The parts of the `cpu` backend that this one changes. */
interface HostBackend extends tf.KernelBackend {
  readonly data: tf.DataStorage<{ values: tf.backend_util.TypedArray }>;
  bufferSync(x: tf.TensorInfo): tf.TensorBuffer<tf.Rank>;
}

/**
 * Makes a processor current from which numbers come asynchronously only, as `webgpu` in Node: it has the
 * kernels of `cpu`, and its `readSync` throws. What runs on it reads nothing back to the host.
 */
export async function useUnreadableBackend(): Promise<void> {
  if (!tf.findBackendFactory('unreadable')) {
    tf.registerBackend('unreadable', unreadable);
    tf.copyRegisteredKernels('cpu', 'unreadable');
  }
  await tf.setBackend('unreadable');
}

function unreadable(): tf.KernelBackend {
  const backend = tf.findBackendFactory('cpu')() as HostBackend;
  const { readSync } = backend;
  return Object.assign(backend, {
    readSync() {
      throw new Error('This backend cannot be read synchronously.');
    },
    read: (dataId: object) => Promise.resolve(readSync.call(backend, dataId)),
    // kernels of cpu look at their inputs so, which is no read of the program
    bufferSync: ({ shape, dtype, dataId }: tf.TensorInfo) =>
      tf.buffer(shape, dtype as 'float32', backend.data.get(dataId).values as Float32Array),
  });
}
