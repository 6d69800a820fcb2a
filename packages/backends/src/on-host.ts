import { findBackend, getKernel } from '@tensorflow/tfjs-core';
import type {
  backend_util,
  KernelBackend,
  NamedTensorInfoMap,
  TensorInfo,
} from '@tensorflow/tfjs-core';
import { inOwnType } from './in-own-type.js';
import { mapped } from './kernel-inputs.js';

type Values = backend_util.BackendValues;

/** What the cpu backend has beyond the interface of all backends. */
interface CpuBackend extends KernelBackend {
  readonly data: { has(id: object): boolean };
}

interface Call {
  readonly inputs: object;
  readonly attrs: unknown;
  readonly backend: KernelBackend;
}

/**
 * Runs the kernel of the `cpu` backend on copies of the inputs, and puts what it returns into the
 * memory of the backend in use: for what is rare, or what the compiled code does not know, such as strings.
 */
export function onHost(
  kernelName: string,
  { inputs, attrs, backend }: Call,
): TensorInfo | TensorInfo[] {
  const cpu = findBackend('cpu') as CpuBackend | null;
  const kernel = getKernel(kernelName, 'cpu');
  if (!cpu || !kernel) {
    throw new Error(
      `'${kernelName}' runs on the code of the cpu backend here; import '@tensorflow/tfjs' or ` +
        `'@tensorflow/tfjs-backend-cpu' 4.22.0.`,
    );
  }
  const made: object[] = [];
  const write = (values: Values, shape: number[], dtype: TensorInfo['dtype']): object => {
    const dataId = {};
    cpu.move(dataId, values, shape, dtype, 1);
    made.push(dataId);
    return dataId;
  };
  const copied = (x: TensorInfo): TensorInfo & { rank: number } => ({
    dataId: write(backend.readSync(x.dataId), x.shape, x.dtype),
    shape: x.shape,
    dtype: x.dtype,
    // some kernels take tensors for granted
    rank: x.shape.length,
  });
  const returned = ({ dataId, shape, dtype }: TensorInfo): TensorInfo => ({
    dataId: backend.write(inOwnType(cpu.readSync(dataId), dtype), shape, dtype),
    shape,
    dtype,
  });
  try {
    // the backend itself, but for noting what kernels write
    const noting = Object.assign(Object.create(cpu) as object, { write });
    const host = mapped(inputs as NamedTensorInfoMap, copied);
    const result = kernel.kernelFunc({
      inputs: host,
      attrs: attrs as object as never,
      backend: noting,
    });
    return Array.isArray(result) ? result.map(returned) : returned(result);
  } finally {
    for (const dataId of made) if (cpu.data.has(dataId)) cpu.disposeData(dataId, true);
  }
}
