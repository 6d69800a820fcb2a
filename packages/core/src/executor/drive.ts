import type { Request, Step } from '../contract/request.js';

/** Drives a step to its end. */
export function drive<Result>(step: Step<Result>, answer: (request: Request) => unknown): Result {
  try {
    let next = step.next();
    while (!next.done) next = step.next(answer(next.value));
    return next.value;
  } finally {
    step.return(undefined as Result); // where an answer failed
  }
}

/** Drives a step to its end, waiting for answers. */
export async function driveAsync<Result>(
  step: Step<Result>,
  answer: (request: Request) => unknown,
): Promise<Result> {
  try {
    let next = step.next();
    while (!next.done) next = step.next(await answer(next.value));
    return next.value;
  } finally {
    step.return(undefined as Result);
  }
}
