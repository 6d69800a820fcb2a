import type { Callback } from '../callback.js';
import { openMetricsLog } from './metrics-log.js';
import type { MetricsLog } from './metrics-log.js';

/**
 * A callback that appends every line of metrics to a file, `metrics.jsonl`: one JSON object a line. The
 * file is flushed to the disk after each epoch, before callbacks that come later in the list.
 */
export function logMetrics(path: string): Callback {
  let log: MetricsLog | undefined;
  return {
    name: 'logMetrics',
    onTrainBegin: () => void (log = openMetricsLog(path)),
    onMetrics: (_, line) => log?.append(line),
    onEpochEnd: () => log?.flush(),
    onTrainEnd() {
      log?.flush();
      log?.close();
    },
  };
}
