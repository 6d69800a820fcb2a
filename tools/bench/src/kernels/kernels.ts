import { parseArgs } from 'node:util';
import * as tf from '@tensorflow/tfjs';
import { useBackend } from '@gnp/backends';
import { randomStream } from '@gnp/random';
import { median } from '../statistics.js';
import { largeCalls } from './calls.js';
import type { Call } from './calls.js';

const options = {
  backends: { type: 'string', default: 'onednn,wasm,cpu' },
  only: { type: 'string', default: '' },
} as const;

/** Milliseconds that a call is repeated for on each backend, and how often at least. */
const patience = 60;
const fewest = 3;

/**
 * `npm run bench -- kernels`: nanoseconds that kernels take for an element of the largest tensor that goes
 * in or comes out, on one thread, and that as a multiple of a plain copy.
 */
export async function benchKernels(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...args], options });
  const backends = values.backends.split(',');
  const calls = largeCalls.filter(({ name }) => name.includes(values.only));
  tf.enableProdMode();
  const rows = calls.map(({ name }) => ({ name, figures: new Map<string, string>() }));
  const copy = copyTime();
  for (const backend of backends) {
    await useBackend(backend, { threads: 1 });
    calls.forEach((call, i) => rows[i].figures.set(backend, figureOf(call, copy)));
  }
  console.log(`a plain copy: ${copy.toFixed(2)} ns an element; beside each figure its multiple\n`);
  console.log(''.padEnd(36) + backends.map((name) => name.padStart(18)).join(''));
  for (const { name, figures } of rows) {
    console.log(name.padEnd(36) + backends.map((b) => figures.get(b)!.padStart(18)).join(''));
  }
}

function figureOf(call: Call, copy: number): string {
  const inputs = inputsOf(call);
  try {
    let size = Math.max(0, ...inputs.map((x) => x.size));
    tf.tidy(() => {
      for (const y of [call.run(...inputs)].flat()) size = Math.max(size, y.size);
    });
    const ms = timeOf(() => tf.tidy(() => void call.run(...inputs)));
    const ns = (1e6 * ms) / size;
    return `${ns.toFixed(2)} ${`(${(ns / copy).toFixed(1)}×)`.padStart(9)}`;
  } catch (error) {
    if (!/^Kernel '.+' not registered/.test((error as Error).message)) throw error;
    return 'none';
  } finally {
    tf.dispose(inputs);
  }
}

/** Median milliseconds of a call. */
function timeOf(run: () => void): number {
  const times: number[] = [];
  const started = performance.now();
  while (times.length < fewest || performance.now() - started < patience) {
    const before = performance.now();
    run();
    times.push(performance.now() - before);
  }
  return median(times);
}

/** Nanoseconds of an element of a plain copy: the bandwidth of the memory. */
function copyTime(): number {
  const size = 1 << 20;
  const [from, to] = [new Float32Array(size).fill(1), new Float32Array(size)];
  return (1e6 * timeOf(() => to.set(from))) / size;
}

/** The inputs of a call, the same each time: disordered numbers from -2 to 2, or from 0.2 to 2. */
const inputsOf = ({ shapes, positive = false }: Call): tf.Tensor[] =>
  shapes.map((shape, i) => {
    const values = new Float32Array(tf.util.sizeFromShape(shape));
    const random = randomStream(i);
    for (let k = 0; k < values.length; k++) {
      values[k] = positive ? 0.2 + 1.8 * random.uniform() : 4 * random.uniform() - 2;
    }
    return tf.tensor(values, shape);
  });
