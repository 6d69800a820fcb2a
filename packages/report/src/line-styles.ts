import type { ChartLine } from './chart-model.js';
import { lineColors } from './palette.js';
import { differingPaths } from './run-labels.js';
import type { RunSettings } from './run-settings.js';

/** How the lines of a run are drawn. */
export type LineStyle = Required<Pick<ChartLine, 'color' | 'stroke'>>;

const strokes = ['solid', 'dashed', 'dotted'] as const;

/**
 * How to draw runs beside one another, each in its own way. A few have a colour each. More than there are colours are
 * coloured by the values of one setting and dashed by those of another, where two tell all runs apart; else dashed from
 * the ninth on, dotted from the seventeenth on.
 */
export function lineStyles(runs: readonly (RunSettings | undefined)[]): LineStyle[] {
  const known = runs.filter((run) => run !== undefined);
  const places =
    runs.length > lineColors.length && known.length === runs.length
      ? placesByTwo(known)
      : undefined;
  return runs.map((_, i) => {
    const [color, stroke] = places?.[i] ?? [i, Math.floor(i / lineColors.length)];
    return {
      color: lineColors[color % lineColors.length],
      stroke: strokes[stroke % strokes.length],
    };
  });
}

type Place = readonly [color: number, stroke: number];

/** The places of each run's values among those of two settings that tell all runs apart. */
function placesByTwo(runs: readonly RunSettings[]): Place[] | undefined {
  const columns = differingPaths(runs).map((path) => {
    const values = runs.map((run) => run.get(path));
    const distinct = [...new Set(values)];
    return { count: distinct.length, places: values.map((value) => distinct.indexOf(value)) };
  });
  for (const first of columns.filter(({ count }) => count <= lineColors.length)) {
    for (const second of columns.filter(({ count }) => count <= strokes.length)) {
      const places = runs.map((_, i) => [first.places[i], second.places[i]] as const);
      if (new Set(places.map(String)).size === runs.length) return places;
    }
  }
  return undefined;
}
