import type { Image } from '../../image.js';
import { kernelCode } from './kernels.js';
import type { Kernels } from './kernels.js';
import type { Sums } from './plan-sums.js';

interface Memory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): void;
}

/** The part of the WebAssembly interface used here; TypeScript declares it with the browser only. */
interface WebAssemblyInterface {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown };
  readonly Memory: new (descriptor: { initial: number }) => Memory;
}

const pageBytes = 2 ** 16;
/** Larger images are resized without: the memory is kept as long as the thread lives. */
const mostBytes = 2 ** 27;
/** Kernels read and write a little further. */
const slack = 16;

let started: { readonly kernels: Kernels; readonly memory: Memory } | undefined;
let failed = false;

/** Undefined where there is no WebAssembly with SIMD, or it may not be compiled. */
function start(): typeof started {
  if (started || failed) return started;
  try {
    const { WebAssembly } = globalThis as unknown as { WebAssembly: WebAssemblyInterface };
    const memory = new WebAssembly.Memory({ initial: 1 });
    const module = new WebAssembly.Module(kernelCode());
    const { exports } = new WebAssembly.Instance(module, { env: { memory } });
    started = { kernels: exports as Kernels, memory };
  } catch {
    failed = true;
  }
  return started;
}

/** Addresses in the memory of the kernels. */
interface Places {
  readonly from: number;
  readonly to: number;
  /** [length of the result], in bytes. */
  readonly offsets: number;
  readonly lengths: number;
  readonly weights: number;
}

/** Whether the memory has so many bytes, now that it was asked to grow. */
function grown(memory: Memory, bytes: number): boolean {
  const missing = Math.ceil((bytes - memory.buffer.byteLength) / pageBytes);
  try {
    if (missing > 0) memory.grow(missing);
    return true;
  } catch {
    return false; // there is no more
  }
}

/** Puts the image and what is planned into memory, lets the kernels run, and takes the result out. */
function run(
  { pixels, channels }: Image,
  sums: Sums,
  shape: Pick<Image, 'height' | 'width'>,
  work: (kernels: Kernels, places: Places) => void,
): Image | undefined {
  const length = shape.height * shape.width * channels;
  const count = sums.first.length;
  const offsets = 0;
  const lengths = offsets + 4 * count;
  const weights = lengths + 4 * count;
  const from = weights + 4 * sums.weights.length;
  const to = from + pixels.length + slack;
  const bytes = to + length + slack;
  const ready = bytes <= mostBytes ? start() : undefined;
  if (!ready) return undefined;
  const { kernels, memory } = ready;
  if (!grown(memory, bytes)) return undefined;
  const plan = new Int32Array(memory.buffer, 0, from / 4);
  plan.set(sums.first.map((first) => first * channels));
  plan.set(
    sums.count.map((taps) => 4 * taps),
    count,
  );
  plan.set(sums.weights, 2 * count);
  const all = new Uint8Array(memory.buffer);
  all.set(pixels, from);
  work(kernels, { from, to, offsets, lengths, weights });
  return { ...shape, channels, pixels: all.slice(to, to + length) };
}

/** `resizeRows` of RGB images by WebAssembly, bit for bit; undefined where that is not possible. */
export function rowsBySimd(image: Image, sums: Sums): Image | undefined {
  const { height, width, channels } = image;
  if (channels !== 3) return undefined;
  const columns = sums.first.length;
  return run(image, sums, { height, width: columns }, ({ row }, places) => {
    const { offsets, lengths, weights } = places;
    for (let y = 0; y < height; y++) {
      const from = places.from + y * width * channels;
      const to = places.to + y * columns * channels;
      row(from, to, to + columns * channels, offsets, lengths, weights, 4 * sums.most);
    }
  });
}

/** `resizeColumns` by WebAssembly, bit for bit; undefined where that is not possible. */
export function columnsBySimd(image: Image, sums: Sums): Image | undefined {
  const { width, channels } = image;
  const rows = sums.first.length;
  const stride = width * channels;
  return run(image, sums, { height: rows, width }, ({ column }, { from, to, weights }) => {
    for (let y = 0; y < rows; y++) {
      const [first, start] = [from + sums.first[y] * stride, to + y * stride];
      const taps = weights + 4 * y * sums.most;
      column(first, start, start + stride, taps, taps + 4 * sums.count[y], stride);
    }
  });
}
