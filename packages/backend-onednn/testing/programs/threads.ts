// Trains in the main thread and in two workers, `together` or one after another; prints the losses.
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import { train } from './train.js';

const steps = 5;

function trainInWorker(): Promise<number[]> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url));
    let losses: number[] = [];
    worker.on('message', (message: number[]) => (losses = message));
    worker.on('error', reject);
    worker.on('exit', () => resolve(losses));
  });
}

if (isMainThread) {
  const tasks = [() => train(steps), trainInWorker, trainInWorker];
  const results: number[][] = [];
  if (process.argv[2] === 'together') results.push(...(await Promise.all(tasks.map((t) => t()))));
  else for (const task of tasks) results.push(await task());
  console.log(JSON.stringify(results));
} else {
  parentPort?.postMessage(await train(steps));
}
