// Workers that take memory. `terminated`: one after another takes 256 MiB and is terminated; prints by
// how many MiB the process has grown. `together`: two at once take 32 MiB again and again up to a limit
// of 640 MiB above what the process held; prints how many MiB each got, and why no more.
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import * as tf from '@tensorflow/tfjs-core';
import '../../src/index.js';
import type { OnednnBackend } from '../../src/index.js';

/** What a worker got, in MiB. */
interface Taken {
  readonly mebibytes: number;
  readonly error?: string;
}

/** What nobody holds would be collected. */
const kept: tf.Tensor[] = [];

const held = () => process.memoryUsage.rss();

function start(limitBytes?: number): { worker: Worker; taken: Promise<Taken> } {
  const worker = new Worker(new URL(import.meta.url), { workerData: { limitBytes } });
  const taken = new Promise<Taken>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
  return { worker, taken };
}

async function take({ limitBytes }: { limitBytes?: number }): Promise<Taken> {
  await tf.setBackend('onednn');
  if (limitBytes === undefined) {
    for (let i = 0; i < 8; i++) kept.push(tf.ones([32, 1 << 18]));
    return { mebibytes: 256 };
  }
  (tf.backend() as OnednnBackend).memoryLimitBytes = limitBytes;
  for (let mebibytes = 0; ; mebibytes += 32) {
    try {
      kept.push(tf.ones([32, 1 << 18]));
    } catch (error) {
      return { mebibytes, error: (error as Error).message };
    }
    await new Promise((resolve) => setTimeout(resolve, 5)); // takes turns with the other
  }
}

if (!isMainThread) {
  parentPort?.postMessage(await take(workerData as { limitBytes?: number }));
  setInterval(() => {}, 1000); // stays until it is terminated
} else if (process.argv[2] === 'terminated') {
  const grown: number[] = [];
  let before = 0;
  for (let i = 0; i < 4; i++) {
    const { worker, taken } = start();
    await taken;
    await worker.terminate();
    if (i === 0) before = held(); // threads and code stay once they are there
    grown.push(Math.round((held() - before) / 2 ** 20));
  }
  console.log(JSON.stringify(grown));
} else {
  const workers = [1, 2].map(() => start(held() + (640 << 20)));
  console.log(JSON.stringify(await Promise.all(workers.map(({ taken }) => taken))));
  await Promise.all(workers.map(({ worker }) => worker.terminate()));
}
