/** Watches for a request to stop. */
export interface Interrupt {
  received(): boolean;
  /** Gives the signals back. */
  stop(): void;
}

/** Notes the first SIGINT (Ctrl-C) or SIGTERM; a second one ends the process at once. */
export function onInterrupt(tell: () => void): Interrupt {
  let received = false;
  const signals = ['SIGINT', 'SIGTERM'] as const;
  const note = () => {
    if (received) process.exit(130);
    received = true;
    tell();
  };
  for (const signal of signals) process.on(signal, note);
  return {
    received: () => received,
    stop: () => signals.forEach((signal) => process.off(signal, note)),
  };
}
