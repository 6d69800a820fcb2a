// Calls every kernel with wrong arguments, on memory with guard pages round every block: a kernel that
// reads or writes where it must not crashes the process. Arguments: seed, rounds, precision. Prints each
// call before it is made, and last what came of all.
import { writeSync } from 'node:fs';
import type { NamedAttrMap, NamedTensorMap, Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import '../../src/index.js';
import type { OnednnBackend, Precision } from '../../src/index.js';
import { GuardedPool } from '../guarded-pool.js';
import { kernelCases, makeInput } from '../kernel-calls.js';
import type { KernelCase } from '../kernel-calls.js';
import { makeDice, mutate } from '../mutations.js';
import type { MutatedCall } from '../mutations.js';

const [seed, rounds] = process.argv.slice(2).map(Number);
tf.enableProdMode();
await tf.setBackend('onednn');
const backend = tf.backend() as OnednnBackend;
const pool = new GuardedPool();
Object.assign(backend.onednn, { pool });
backend.precision = process.argv[4] as Precision;
backend.threads = 1;

const roll = makeDice(seed);
const outcomes = { calls: 0, done: 0, refused: 0, unclear: [] as string[], leaks: [] as string[] };

/** Errors of the engine that say nothing of what was wrong with the arguments. */
const isUnclear = (error: unknown) =>
  !(error instanceof Error) ||
  error.message === '' ||
  /Cannot (read|set) prop|Cannot convert (undefined|NaN)|is not (a function|iterable|defined)|\[object/.test(
    error.message,
  );

function attempt(call: MutatedCall): void {
  const text = JSON.stringify(call, (_, v: unknown) => (typeof v === 'number' ? String(v) : v));
  writeSync(1, `${text}\n`);
  const inputs: NamedTensorMap = {};
  const before = { ids: 0 };
  let result: Tensor | Tensor[] = [];
  try {
    for (const [name, input] of Object.entries(call.inputs)) inputs[name] = makeInput(input);
    const named = { ...inputs };
    for (const [name, other] of Object.entries(call.aliases)) named[name] = inputs[other];
    // lists of tensors are arrays in tfjs-core
    const list = Object.keys(named).every((name, i) => name === String(i));
    const given = list ? (Object.values(named) as unknown as NamedTensorMap) : named;
    before.ids = backend.numDataIds();
    result = tf
      .engine()
      .runKernel<Tensor | Tensor[]>(call.kernelName, given, call.attrs as unknown as NamedAttrMap);
    for (const output of [result].flat()) output.dataSync();
    outcomes.done++;
  } catch (error) {
    outcomes.refused++;
    if (isUnclear(error)) outcomes.unclear.push(`${String(error)} ${text}`);
  }
  tf.dispose(result);
  if (backend.numDataIds() !== before.ids) outcomes.leaks.push(text);
  tf.dispose(inputs);
  outcomes.calls++;
}

const right = (kernelCase: KernelCase): MutatedCall => ({ ...kernelCase, aliases: {} });
for (const kernelCase of kernelCases) attempt(right(kernelCase));
const refusedRight = outcomes.refused;
for (let round = 0; round < rounds; round++) {
  for (const kernelCase of kernelCases) attempt(mutate(kernelCase, roll));
}
backend.onednn.primitives.clear();
console.log(JSON.stringify({ ...outcomes, refusedRight, blocks: pool.blocks }));
