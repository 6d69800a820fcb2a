import type { Callback } from '../callback.js';
import type { MetricsLine } from '../metrics.js';
import { formatMetricsLine, parseMetricsLine } from './metrics-line.js';
import { openMetricsLog, readMetrics } from './metrics-log.js';
import type { MetricsLog } from './metrics-log.js';

/**
 * A callback that appends every line of metrics to a file, `metrics.jsonl`: one JSON object a line. The
 * file is flushed to the disk when a checkpoint is taken, and at the end.
 *
 * A line that the disk refuses ends the run, but is not lost: it is tried again at the end, and checkpoints hold it
 * until then.
 */
export function logMetrics(path: string): Callback {
  let log: MetricsLog | undefined;
  let waiting: MetricsLine[] = [];
  const write = () => {
    while (log && waiting.length > 0) {
      log.append(waiting[0]);
      waiting.shift();
    }
  };
  return {
    name: 'logMetrics',
    onTrainBegin() {
      const written = new Set(readMetrics(path).map(placeOf));
      waiting = waiting.filter((line) => !written.has(placeOf(line)));
      log = openMetricsLog(path);
      write();
    },
    onMetrics(_, line) {
      waiting.push(line);
      write();
    },
    onTrainEnd() {
      try {
        write();
        log?.flush();
      } finally {
        log?.close();
        log = undefined; // a checkpoint may still be taken
      }
    },
    save() {
      log?.flush(); // no checkpoint is ahead of its log
      return { values: waiting.map(formatMetricsLine) };
    },
    load({ values }) {
      waiting = (values as string[]).map((text) => parseMetricsLine(text)!);
    },
  };
}

const placeOf = ({ split, step }: MetricsLine) => `${split} ${step}`;
