import { parseArgs } from 'node:util';
import * as tf from '@tensorflow/tfjs';
import { useBackend } from '@gnp/backends';
import { quantile, median } from '../statistics.js';
import { faceApi } from './face-api.js';
import { nsfwjs } from './nsfwjs.js';
import { loadPhotograph } from './photographs.js';

const options = {
  backends: { type: 'string', default: 'onednn,wasm' },
  rounds: { type: 'string', default: '15' },
} as const;

/**
 * `npm run bench -- clients`: milliseconds that published packages with pretrained networks take for a photograph,
 * on one thread; the backends take turns.
 */
export async function benchClients(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...args], options });
  const backends = values.backends.split(',');
  tf.enableProdMode();
  for (const client of [nsfwjs, faceApi]) {
    const times = new Map<string, number[]>();
    const work = new Map<string, () => Promise<unknown>>();
    const use = (backend: string) => useBackend(backend, { threads: 1 });
    for (const backend of backends) {
      await use(backend);
      const [ask, photograph] = [await client.open(), loadPhotograph(1)];
      work.set(backend, () => ask(photograph));
      times.set(backend, []);
      for (let i = 0; i < 3; i++) await ask(photograph);
    }
    for (let round = 0; round < Number(values.rounds); round++) {
      for (const backend of backends) {
        await use(backend);
        const start = performance.now();
        await work.get(backend)!();
        times.get(backend)!.push(performance.now() - start);
      }
    }
    for (const [backend, all] of times) {
      const [low, high] = [0.25, 0.75].map((q) => quantile(all, q).toFixed(1));
      console.log(`${client.name} on ${backend}: ${median(all).toFixed(1)} ms [${low}–${high}]`);
    }
  }
}
