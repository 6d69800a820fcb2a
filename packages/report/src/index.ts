export { renderComparison } from './comparison.js';
export type { NamedRun } from './comparison.js';
export { runFigures } from './figures.js';
export { formatCount, formatDuration, formatNumber, formatPercent, formatRate } from './format.js';
export { renderReport } from './report.js';
