import os from 'node:os';
import type { Callback } from '../callback.js';

/** A callback that stops a run, and tells what stopped it. */
export interface StopOnInterrupt extends Callback {
  /** The exit status that the signal calls for: 130 for SIGINT, 143 for SIGTERM, 129 for SIGHUP; undefined where none came. */
  exitStatus(): number | undefined;
}

/**
 * A callback that stops the run at the first SIGINT (Ctrl-C), SIGTERM or SIGHUP, so that `saveCheckpoints` saves where it
 * is. A second signal changes nothing; a third ends the process at once, with what is saved already.
 *
 * @param tell called with each of the first two: whether it is the first
 */
export function stopOnInterrupt(tell?: (isFirst: boolean) => void): StopOnInterrupt {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  let count = 0;
  let status: number | undefined;
  let off = () => {};
  return {
    name: 'stopOnInterrupt',
    exitStatus: () => status,
    onTrainBegin(run) {
      const handlers = signals.map((signal) => {
        const note = () => {
          status ??= 128 + os.constants.signals[signal];
          count++;
          if (count > 2) process.exit(status);
          if (count === 1) run.stop();
          tell?.(count === 1);
        };
        process.on(signal, note);
        return () => void process.off(signal, note);
      });
      off = () => handlers.forEach((remove) => remove());
    },
    onTrainEnd: () => off(),
  };
}
