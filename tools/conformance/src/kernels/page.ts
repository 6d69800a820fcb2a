import { exceptions } from './exceptions.js';
import type { Input, KernelCase } from './kernel-case.js';
import type { Reference } from './reference.js';

const backends = ['cpu', 'wasm', 'onednn', 'tensorflow'];
const order = ['float32', 'int32', 'bool', 'string'];

type Row = readonly [one: KernelCase, title: string, reference: Reference];

/** The tables of docs/kernels.md: kernel × backend, and what is known to be wrong. */
export function kernelsPage(rows: readonly Row[]): string {
  const kernels = [...new Set(rows.map(([{ kernel }]) => kernel))].sort();
  const lines = kernels.map((kernel) => {
    const own = rows.filter(([one]) => one.kernel === kernel);
    const wrong = (backend: string) =>
      own.filter(([, title]) =>
        exceptions.some((one) => one.title === title && one.backends.includes(backend)),
      ).length;
    const cells = backends.map((backend) =>
      wrong(backend) === 0 ? 'right' : `${wrong(backend)} wrong`,
    );
    return [`\`${kernel}\``, typesOf(own), String(own.length), gradientIn(own), ...cells];
  });
  const faults = exceptions.map(({ title, backends: where, reason }) => [
    `\`${title}\``,
    where.join(', '),
    reason,
  ]);
  return [
    ...table(['kernel', 'dtypes', 'cases', 'gradient', ...backends], lines),
    '',
    'Known to be wrong:',
    '',
    ...table(['case', 'backend', 'how'], faults),
  ].join('\n');
}

function typesOf(rows: readonly Row[]): string {
  const given = rows.flatMap(([{ inputs, attrs = {} }]) => [
    ...Object.values<Input>(inputs).map(({ dtype }): string => dtype),
    ...('dtype' in attrs ? [String(attrs.dtype)] : []),
  ]);
  return order.filter((dtype) => given.includes(dtype)).join(', ');
}

function gradientIn(rows: readonly Row[]): string {
  if (rows.some(([, , reference]) => reference.differences)) return 'differences';
  return rows.some(([, , reference]) => reference.gradients) ? 'cpu' : '';
}

/** A table as prettier formats it. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const widths = head.map((_, i) => Math.max(...[head, ...rows].map((row) => row[i].length)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, i) => cell.padEnd(widths[i])).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)];
}
