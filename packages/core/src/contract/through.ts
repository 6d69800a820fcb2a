import type { Request, Step } from './request.js';

/** What a wrapper changes on the way between a rule and the executor. */
export interface Changes {
  /** Changes what the rule asks for. */
  readonly request?: (request: Request) => Request;
  /** Changes what it is answered. */
  readonly answer?: (answer: unknown, request: Request) => unknown;
}

/** Runs a step with its requests and answers changed on the way. */
export function* through<Result>(
  inner: Step<Result>,
  { request = (r) => r, answer = (a) => a }: Changes,
): Step<Result> {
  try {
    let next = inner.next();
    while (!next.done) {
      const asked = next.value;
      next = inner.next(answer(yield request(asked), asked));
    }
    return next.value;
  } finally {
    inner.return(undefined as Result); // where the step is abandoned
  }
}
