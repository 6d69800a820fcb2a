import type { KernelCost, KernelProfile } from '@gnp/backends';
import { formatPercent } from '@gnp/report';
import type { Style } from './style.js';
import { renderTable } from './table.js';

/** Kernels shown one by one; the others share a line. */
const shown = 20;

/** The table of a profile of `steps` training steps: what each kernel takes of a step, and how fast it is. */
export function renderProfile(profile: KernelProfile, steps: number, { dim }: Style): string {
  const { kernels, milliseconds, fallbacks } = profile;
  const row = (name: string, calls: string, ms: number, ...speeds: string[]) => [
    name,
    calls.padStart(6),
    (ms / steps).toFixed(1).padStart(8),
    formatPercent(ms / milliseconds, 1).padStart(6),
    ...speeds.map((speed) => speed.padStart(8)),
  ];
  const kernelRow = (cost: KernelCost) =>
    row(
      cost.kernelName,
      callsOf([cost], steps),
      cost.milliseconds,
      cost.operations === undefined ? '' : perSecond(cost.operations, cost.milliseconds),
      perSecond(cost.bytes, cost.milliseconds),
    );
  const others = kernels.slice(shown);
  const inKernels = sum(kernels);
  return [
    renderTable([
      ['kernel', ' calls', ' ms/step', ' share', ' GFLOP/s', '    GB/s'].map(dim),
      ...kernels.slice(0, shown).map(kernelRow),
      ...(others.length > 0
        ? [row(`${others.length} others`, callsOf(others, steps), sum(others))]
        : []),
      row('outside of kernels', '', milliseconds - inKernels),
    ]),
    ...(fallbacks ? ['', fallbackLine(fallbacks)] : []),
  ].join('\n');
}

const sum = (costs: readonly KernelCost[]) =>
  costs.reduce((total, cost) => total + cost.milliseconds, 0);

const callsOf = (costs: readonly KernelCost[], steps: number) =>
  String(Math.round(costs.reduce((total, { calls }) => total + calls, 0) / steps));

/** Billions a second. */
const perSecond = (count: number, milliseconds: number) =>
  milliseconds > 0 ? (count / milliseconds / 1e6).toFixed(1) : '';

function fallbackLine(fallbacks: NonNullable<KernelProfile['fallbacks']>): string {
  const entries = Object.entries(fallbacks).sort(([, a], [, b]) => b.largestSize - a.largestSize);
  if (entries.length === 0) return 'Nothing fell back to the cpu kernels.';
  const list = entries.map(
    ([name, { calls, largestSize }]) => `${name} (${calls} calls, up to ${largestSize} elements)`,
  );
  return `Fell back to the cpu kernels: ${list.join(', ')}.`;
}
