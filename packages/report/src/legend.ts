import type { Chart } from './chart-model.js';
import { fitText, textWidth } from './text-width.js';

/** The size of a legend's text, in pixels. */
export const legendFontSize = 12;

/** The size of what stands before the text, and the space between both, in pixels. */
export const swatch = { width: 24, height: 3, gap: 5 };

const between = 18;
const rowHeight = 20;

/** An entry of a legend. */
export interface LegendEntry {
  /** The lines that it stands for. */
  name: string;
  /** The name, or as much of it as there is room for. */
  text: string;
  /** Where it stands, in pixels from the legend's corner. */
  left: number;
  top: number;
}

/** The legend of a chart, in as many rows as its names need. */
export interface Legend {
  entries: LegendEntry[];
  /** What the rows after the first take, in pixels. */
  addedHeight: number;
}

/** Sets the names of a chart's lines one beside another, and in new rows where they would not fit. */
export function legendOf({ panels, legend = true }: Chart, width: number): Legend {
  if (!legend) return { entries: [], addedHeight: 0 };
  const lines = panels.flatMap((panel) => panel.lines).filter(({ faint }) => !faint);
  let [left, top] = [0, 0];
  const entries = [...new Set(lines.map(({ name }) => name))].map((name): LegendEntry => {
    const text = fitText(name, width - swatch.width - swatch.gap, legendFontSize);
    const taken = swatch.width + swatch.gap + textWidth(text, legendFontSize);
    if (left > 0 && left + taken > width) [left, top] = [0, top + rowHeight];
    const entry = { name, text, left, top };
    left += taken + between;
    return entry;
  });
  return { entries, addedHeight: top };
}
