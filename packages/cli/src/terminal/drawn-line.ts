import type { TextStream } from './style.js';

const [hideCursor, showCursor, clearToEnd] = ['\u001b[?25l', '\u001b[?25h', '\u001b[K'];
/** More often than this nobody can read. */
const redrawMs = 100;

/** A line of a terminal that is drawn over. */
export interface DrawnLine {
  /** Draws the line anew, unless that was done just now. */
  update(render: () => string): void;
  /** Writes a line that stays, above it. */
  message(text: string): void;
  /** Takes the line away and gives the terminal back; call it in a `finally`. May be called again. */
  stop(): void;
}

/** Begins a line at the cursor, which is hidden until it is stopped. */
export function drawnLine(stream: TextStream, now: () => number): DrawnLine {
  let line = '';
  let drawnAt = -Infinity;
  let stopped = false;
  const draw = () => stream.write(`\r${line}${clearToEnd}`);
  const stop = () => {
    if (stopped) return;
    stopped = true;
    process.removeListener('exit', stop);
    stream.write(`\r${clearToEnd}${showCursor}`);
  };
  // an error that nobody catches must not leave the terminal without a cursor
  process.once('exit', stop);
  stream.write(hideCursor);
  return {
    update(render) {
      const time = now();
      if (stopped || time - drawnAt < redrawMs) return;
      line = render();
      drawnAt = time;
      draw();
    },
    message(text) {
      if (stopped) stream.write(`${text}\n`);
      else {
        stream.write(`\r${clearToEnd}${text}\n`);
        draw();
      }
    },
    stop,
  };
}
