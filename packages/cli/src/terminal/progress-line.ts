import { formatCount, formatDuration, formatNumber, formatPercent } from '@gnp/report';
import { renderBar } from './bar.js';
import { sparkline } from './sparkline.js';
import type { Style } from './style.js';

/** Where a run is. */
export interface ProgressState {
  /** Optimizer steps done. */
  step: number;
  /** The epoch in progress; the first is 1. */
  epoch: number;
  loss?: number;
  /** The loss of this line and of some before, in order. */
  recentLosses?: readonly number[];
  /** A fraction. */
  errorRate?: number;
  imagesPerSecond?: number;
}

export interface ProgressPlan {
  totalSteps: number;
  totalEpochs: number;
}

/** What one line of progress shows, most important first. */
function parts(
  state: ProgressState,
  plan: ProgressPlan,
  remainingMs: number | undefined,
  trend = '',
): string[] {
  const { loss, errorRate, imagesPerSecond } = state;
  return [
    `epoch ${state.epoch}/${plan.totalEpochs}`,
    loss === undefined ? '' : `loss ${formatNumber(loss)}${trend}`,
    errorRate === undefined ? '' : `error ${formatPercent(errorRate, 1)}`,
    imagesPerSecond === undefined ? '' : `${formatCount(imagesPerSecond)} img/s`,
    remainingMs ? `${formatDuration(remainingMs)} left` : '',
    `step ${state.step}/${plan.totalSteps}`,
  ].filter((part) => part !== '');
}

/** Progress as a plain line of text, for logs. */
export function renderProgressText(
  state: ProgressState,
  plan: ProgressPlan,
  remainingMs?: number,
): string {
  const [epoch, ...others] = parts(state, plan, remainingMs);
  const step = others.pop();
  return [epoch, step, ...others].join('  ');
}

/** How many losses are drawn. */
export const recent = 12;

/** How a bar is drawn: in which width, and whether with a sparkline of recent losses. */
export interface BarOptions {
  readonly remainingMs?: number;
  readonly columns?: number;
  readonly style: Style;
  readonly sparklines?: boolean;
}

/**
 * Progress as a bar and what fits beside it in `columns`; what does not fit is left off from the
 * right, before all the sparkline.
 */
export function renderProgressBar(
  state: ProgressState,
  plan: ProgressPlan,
  { remainingMs, columns = 80, style, sparklines = false }: BarOptions,
): string {
  const fraction = plan.totalSteps > 0 ? Math.min(1, state.step / plan.totalSteps) : 0;
  const withTrend = (trend: string) => parts(state, plan, remainingMs, trend);
  const losses = state.recentLosses?.slice(-recent) ?? [];
  if (sparklines && losses.length > 1) {
    const all = withTrend(` ${sparkline(losses).padEnd(recent)}`);
    const line = renderBar(fraction, all, { columns, style });
    if (line.endsWith(all.at(-1)!)) return line;
  }
  return renderBar(fraction, withTrend(''), { columns, style });
}
