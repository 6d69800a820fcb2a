import { renderRows } from '../terminal/summary.js';
import type { Style } from '../terminal/style.js';
import { renderTable } from '../terminal/table.js';
import type { DatasetSummary, Spread, SplitSummary } from './inspect-dataset.js';

/** More classes than that are not listed one by one. */
const listed = 20;
const barWidth = 24;

/** The summary of a data set for a terminal: a line for each of its properties, then the classes with their images. */
export function renderDataset(summary: DatasetSummary, style: Style): string {
  const { name, classNames, channels, mean, std, train, validation, test } = summary;
  const numbers = (values: readonly number[]) => values.map((value) => value.toFixed(4)).join(' ');
  const rows = renderRows(
    [
      ['data set', style.bold(name)],
      ['training', splitLine(train)],
      ['validation', validation && splitLine(validation)],
      ['test', splitLine(test)],
      ['channels', channels === 1 ? '1 (grey)' : String(channels)],
      ['mean', numbers(mean)],
      ['std', numbers(std)],
      ['classes', `${classNames.length}, ${balance(train.perClass)}`],
    ],
    style,
  );
  return `${rows}\n\n${classTable(summary, style)}`;
}

function splitLine({ count, measured, ...sizes }: SplitSummary): string {
  const { heightPixels: height, widthPixels: width } = sizes;
  const images = `${count.toLocaleString('en')} images`;
  if (height.least === height.most && width.least === width.most) {
    return `${images} of ${height.least}x${width.least} pixels`;
  }
  const range = ({ least, median, most }: Spread) => `${least} to ${most} (median ${median})`;
  const whose = measured < count ? `, of ${measured} of them` : '';
  return `${images}, height ${range(height)}, width ${range(width)}${whose}`;
}

function balance(perClass: readonly number[]): string {
  const [least, most] = [Math.min(...perClass), Math.max(...perClass)];
  if (least === most) return `of ${least.toLocaleString('en')} training images each`;
  return `of ${least.toLocaleString('en')} to ${most.toLocaleString('en')} training images`;
}

/** All classes, or of very many those with the most and the fewest training images. */
function classTable({ classNames, train, test }: DatasetSummary, { dim }: Style): string {
  const largest = Math.max(...train.perClass);
  const order = classNames.map((_, label) => label);
  const rowOf = (label: number) => [
    classNames[label],
    train.perClass[label].toLocaleString('en'),
    test.perClass[label].toLocaleString('en'),
    '▇'.repeat(Math.round((barWidth * train.perClass[label]) / largest)),
  ];
  const header = ['class', 'training', 'test'].map(dim);
  if (order.length <= listed) return renderTable([header, ...order.map(rowOf)]);
  const bySize = order.sort((a, b) => train.perClass[b] - train.perClass[a]);
  const half = listed / 2;
  return renderTable([
    header,
    ...bySize.slice(0, half).map(rowOf),
    [dim(`… ${order.length - listed} more`)],
    ...bySize.slice(-half).map(rowOf),
  ]);
}
