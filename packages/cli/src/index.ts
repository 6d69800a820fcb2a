export type { Config } from './config/schema.js';
export { run } from './program.js';
export type { MetricsLine, MetricsValue, TestMetrics, TrainMetrics } from './run-folder/metrics.js';
export { readMetrics } from './run-folder/metrics-log.js';
