import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { add, assemble, constant, four, get, set, single, subtract } from './assembler.js';
import { whileAtLeast } from './assembler.js';
import type { Code } from './assembler.js';
import { onMemoryOf } from './on-memory.js';

/** Addresses of the numbers, of where the results go, and of the two bounds, one after the other. */
type Clamp = (from: number, to: number, bounds: number, count: number) => void;

const [from, to, bounds, count] = Array(4).keys();

const body: Code = [four, single].flatMap((lanes) => {
  const bytes = constant(4 * lanes.count);
  const value = lanes.min(
    lanes.max(lanes.load(get(from), 0), lanes.splat(get(bounds), 0)),
    lanes.splat(get(bounds), 4),
  );
  return whileAtLeast(count, lanes.count, [
    ...lanes.store(get(to), 0, value),
    ...set(from, add(get(from), bytes)),
    ...set(to, add(get(to), bytes)),
    ...set(count, subtract(get(count), constant(lanes.count))),
  ]);
});

const bound = new WeakMap<BackendWasm, Clamp>();

/** min(max(x, low), high) of float32 numbers, in WebAssembly SIMD, where NaN stays. */
export function clampOn(backend: BackendWasm): Clamp {
  const known = bound.get(backend);
  if (known) return known;
  const run: Clamp = onMemoryOf(backend, assemble(4, { i32: 0, f32: 0, v128: 0 }, body));
  bound.set(backend, run);
  return run;
}
