import { OnednnUnavailableError } from '../errors.js';
import { cpuFeatures } from './cpu-features.js';
import type { OnednnLibrary } from './library.js';

/** Vector extensions with bf16 arithmetic. */
const capable = ['amx', 'avx512-bf16'];

/**
 * Makes sure that bf16 is worth while: elsewhere the library would emulate it, slower than f32.
 *
 * @throws OnednnUnavailableError when the processor, or the library's view of it, lacks bf16 arithmetic
 */
export function requireBf16(library: OnednnLibrary): void {
  const features = cpuFeatures(library);
  if (features.some((name) => capable.includes(name))) return;
  throw new OnednnUnavailableError(
    `Precision bf16 needs a processor with AVX-512 BF16 or AMX; this one offers ${features[0] ?? 'neither'}.`,
    [],
    "Use precision 'f32'.",
  );
}
