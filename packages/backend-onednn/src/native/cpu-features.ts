import type { OnednnLibrary } from './library.js';

type Feature = readonly [mask: number, name: string];

/** What oneDNN will use of the processor, best first, as its `dnnl_cpu_isa_t` bits; 3.x moved some. */
const featuresOf = (major: number): readonly Feature[] => [
  [major >= 3 ? 0xfef : 0x3e7, 'amx'],
  [0xe7, 'avx512-bf16'],
  [0x67, 'avx512-vnni'],
  [0x27, 'avx512'],
  [major >= 3 ? 0xf : 0x407, 'avx2-vnni'],
  [0x7, 'avx2'],
  [0x3, 'avx'],
  [0x1, 'sse4.1'],
];

/** Names of the vector extensions that the library will use here, best first; empty off x86-64. */
export function cpuFeatures(library: OnednnLibrary): string[] {
  if (process.arch !== 'x64') return [];
  const isa = library.handle.func('int dnnl_get_effective_cpu_isa()')() as number;
  const features = featuresOf(library.version.major);
  return features.filter(([mask]) => (isa & mask) === mask).map(([, name]) => name);
}
