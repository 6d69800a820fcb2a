import { formatCount, formatDuration, formatNumber, formatPercent } from '@gnp/report';
import { renderBar } from './bar.js';
import type { Style } from './style.js';

/** Where a run is. */
export interface ProgressState {
  /** Optimizer steps done. */
  step: number;
  /** The epoch in progress; the first is 1. */
  epoch: number;
  loss?: number;
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
): string[] {
  const { loss, errorRate, imagesPerSecond } = state;
  return [
    `epoch ${state.epoch}/${plan.totalEpochs}`,
    loss === undefined ? '' : `loss ${formatNumber(loss)}`,
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

/**
 * Progress as a bar and what fits beside it in `columns`; what does not fit is left off from the
 * right.
 */
export function renderProgressBar(
  state: ProgressState,
  plan: ProgressPlan,
  { remainingMs, columns = 80, style }: { remainingMs?: number; columns?: number; style: Style },
): string {
  const fraction = plan.totalSteps > 0 ? Math.min(1, state.step / plan.totalSteps) : 0;
  return renderBar(fraction, parts(state, plan, remainingMs), { columns, style });
}
