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
  readonly #members: Member[];
  readonly #waiting = new Map<number, Waiting>();
  #nextId = 0;
  #failure: Error | undefined;

  constructor(count: number, recipe: WorkerRecipe) {
    this.#members = Array.from({ length: count }, () => this.#start(recipe));
  }

  /** A batch, by the thread that has least to do. */
  make(plan: BatchPlan): Promise<Batch> {
    if (this.#failure) return Promise.reject(this.#failure);
    const member = this.#members.reduce((least, other) =>
      other.pending < least.pending ? other : least,
    );
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

  #start(recipe: WorkerRecipe): Member {
    const worker = new Worker(new URL('./worker.js', import.meta.url), { workerData: recipe });
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
