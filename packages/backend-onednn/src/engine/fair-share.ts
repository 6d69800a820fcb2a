import { processorsAllowed } from '../native/threads.js';
import { strided } from '../portable/array.js';
import { Storage } from '../portable/storage.js';
import type { Onednn } from './onednn.js';
import { Primitive } from './primitive.js';

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
    const layouts = { source: matrix, weights: matrix, destination: matrix };
    const probe = new Primitive(onednn, product, layouts);
    onednn.libc.memset(range.address, 0, range.bytes);
    const work = (duration: number) => {
      const end = performance.now() + duration;
      while (performance.now() < end)
        probe.run({ source: range, weights: range, destination: range });
    };
    try {
      work(warmUp);
      const [start, before] = [performance.now(), process.cpuUsage()];
      work(measured);
      const { user, system } = process.cpuUsage(before);
      return (user + system) / 1000 / (performance.now() - start);
    } finally {
      probe.destroy();
    }
  });
}

/** Threads that are always busy, the processors that they may use, and how many processors' time they got. */
interface Measured {
  readonly threads: number;
  readonly processors: number;
  readonly got: number;
}

/**
 * How many of the processors others leave, at most one for each thread. The system shares fairly: n threads
 * beside k others that are always busy, on p processors, get p·n/(n + k).
 */
export function fairShare({ threads, processors, got }: Measured): number {
  const others = Math.max(0, (processors * threads) / got - threads);
  return Math.max(0, Math.min(threads, processors - others));
}

/** How many processors others leave to this process, of `most`. */
export function processorsLeft(onednn: Onednn, most: number): number {
  const processors = processorsAllowed();
  // more threads than processors would be in each other's way
  const threads = Math.max(1, Math.min(most, Math.floor(processors)));
  if (threads === 1) return 1;
  onednn.splitOver(threads, 'fine');
  return fairShare({ threads, processors, got: processorsGot(onednn) });
}
