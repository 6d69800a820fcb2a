import { strided } from './descriptor.js';
import type { Onednn } from './onednn.js';
import { Primitive } from './primitive.js';
import { Storage } from './storage.js';

/** Milliseconds: until the threads have started, and some slices of the system's scheduler. */
const [warmUp, measured] = [5, 20];

/** Of the probe: some tens of microseconds of work, in the cache. */
const size = 128;

/**
 * How many processors' time the system gives this process when it asks for that of all its threads: keeps
 * them busy for some milliseconds.
 */
function processorsGot(onednn: Onednn): number {
  const matrix = strided([size, size], Storage.f32);
  return onednn.pool.lend(4 * size * size, (range) => {
    const product = onednn.operations.matmul({ a: matrix, b: matrix, c: matrix });
    const probe = new Primitive(onednn, product, [
      ['source', matrix],
      ['weights', matrix],
      ['destination', matrix],
    ]);
    onednn.libc.memset(range.address, 0, range.bytes);
    const work = (duration: number) => {
      const end = performance.now() + duration;
      while (performance.now() < end) probe.run(range, range, range);
    };
    work(warmUp);
    const [start, before] = [performance.now(), process.cpuUsage()];
    work(measured);
    const { user, system } = process.cpuUsage(before);
    const got = (user + system) / 1000 / (performance.now() - start);
    probe.destroy();
    return got;
  });
}

/**
 * How many processors others leave to this process, of `most`. The system shares fairly: n threads beside k
 * others that are always busy, on n processors, get n²/(n + k).
 */
export function processorsLeft(onednn: Onednn, most: number): number {
  if (most === 1) return 1;
  onednn.splitOver(most, 'fine');
  const others = most ** 2 / processorsGot(onednn) - most;
  return Math.max(0, Math.min(most, most - others));
}
