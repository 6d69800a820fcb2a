import { OnednnError } from '../errors.js';

/** Names of `dnnl_status_t`. */
const names = [
  'success',
  'out of memory',
  'invalid arguments',
  'unimplemented',
  'no further implementation',
  'runtime error',
  'not required',
];

/** @throws OnednnError unless `status` is success */
export function checkStatus(status: number, action: string): void {
  if (status === 0) return;
  throw new OnednnError(`oneDNN could not ${action}: ${names[status] ?? 'error'}.`, status);
}
