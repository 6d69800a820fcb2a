import type { Callback } from '../callback.js';

/**
 * A callback that stops the run at the first SIGINT (Ctrl-C) or SIGTERM, so that `saveCheckpoints`
 * saves where it is; a second one ends the process at once, with exit status 130.
 *
 * @param tell called when the first one comes
 */
export function stopOnInterrupt(tell?: () => void): Callback {
  const signals = ['SIGINT', 'SIGTERM'] as const;
  let received = false;
  let note: () => void;
  return {
    name: 'stopOnInterrupt',
    onTrainBegin(run) {
      note = () => {
        if (received) process.exit(130);
        received = true;
        run.stop();
        tell?.();
      };
      for (const signal of signals) process.on(signal, note);
    },
    onTrainEnd() {
      for (const signal of signals) process.off(signal, note);
    },
  };
}
