import { DatasetError } from '../../dataset-error.js';

/** Says what stands at which byte of a pickle, and why it is not read. */
export function pickleError(path: string, at: number, what: string): DatasetError {
  return new DatasetError(
    `"${path}" is no pickle of the kind that CIFAR comes in: ${what} at byte ${at}.`,
  );
}
