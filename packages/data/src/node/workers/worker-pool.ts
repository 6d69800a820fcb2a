import { Worker } from 'node:worker_threads';
import { DatasetError } from '../../dataset-error.js';
import type { Batch, BatchPlan } from '../../loader/batch.js';
import type { Answer, Job, WorkerRecipe } from './protocol.js';

/** A batch that is waited for. */
interface Waiting {
  resolve(batch: Batch): void;
  reject(error: Error): void;
}

/** A thread, and how many batches it has been asked for. */
interface Member {
  readonly worker: Worker;
  pending: number;
}

/** Threads that make batches. They keep the process alive only while some are waited for. */
export class WorkerPool {
  readonly #most: number;
  readonly #recipe: WorkerRecipe;
  readonly #members: Member[] = [];
  readonly #waiting = new Map<number, Waiting>();
  #nextId = 0;
  #failure: Error | undefined;

  /** @param most threads; each is started when those before it are busy */
  constructor(most: number, recipe: WorkerRecipe) {
    this.#most = most;
    this.#recipe = recipe;
  }

  /** A batch, by the thread that has least to do. */
  make(plan: BatchPlan): Promise<Batch> {
    if (this.#failure) return Promise.reject(this.#failure);
    const member = this.#leastBusy();
    const job: Job = { id: this.#nextId++, plan };
    return new Promise((resolve, reject) => {
      this.#waiting.set(job.id, { resolve, reject });
      if (member.pending++ === 0) member.worker.ref();
      member.worker.postMessage(job);
    });
  }

  /** Ends the threads; batches that are still waited for fail. */
  async close(): Promise<void> {
    this.#fail(new DatasetError('The loader was closed.'));
    const ends = this.#members.map(({ worker }) => {
      worker.removeAllListeners('message');
      worker.ref(); // its end is waited for
      return worker.terminate();
    });
    await Promise.all(ends);
  }

  #leastBusy(): Member {
    const [least] = [...this.#members].sort((a, b) => a.pending - b.pending);
    if (least?.pending === 0 || this.#members.length === this.#most) return least;
    const started = this.#start();
    this.#members.push(started);
    return started;
  }

  #start(): Member {
    const workerData = this.#recipe;
    const worker = new Worker(new URL('./worker.js', import.meta.url), { workerData });
    const member = { worker, pending: 0 };
    worker.unref();
    worker.on('message', (answer: Answer) => this.#take(member, answer));
    const died = (why: string) =>
      this.#fail(new DatasetError(`A worker thread that reads images ${why}.`));
    worker.on('error', ({ message }) => died(`failed: ${message.replace(/\.$/, '')}`));
    worker.on('exit', (status) => died(`ended with status ${status} while it was needed`));
    return member;
  }

  #take(member: Member, answer: Answer): void {
    if (--member.pending === 0) member.worker.unref();
    const waiting = this.#waiting.get(answer.id);
    if (!waiting) return; // nobody waits for it any longer
    this.#waiting.delete(answer.id);
    if ('batch' in answer) waiting.resolve(answer.batch);
    else waiting.reject(asError(answer.error));
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    for (const { reject } of this.#waiting.values()) reject(this.#failure);
    this.#waiting.clear();
  }
}

/** As it was thrown in the worker, as far as its kind is known here. */
function asError({ name, message }: { readonly name: string; readonly message: string }): Error {
  if (name === 'DatasetError') return new DatasetError(message);
  return name === 'RangeError' ? new RangeError(message) : new Error(message);
}
