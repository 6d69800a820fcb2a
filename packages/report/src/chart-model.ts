import type { ColorName } from './palette.js';
import type { Point } from './points.js';

/** Two lines, at the same places. */
export interface Band {
  lower: readonly Point[];
  upper: readonly Point[];
}

/** One line of a chart. */
export interface ChartLine {
  name: string;
  points: readonly Point[];
  color: ColorName;
  /** Drawn thin and pale, and left out of the legend: raw values behind a smoothed line. */
  faint?: boolean;
  /** The area around it, from the lowest to the highest of what it is the mean of. */
  band?: Band;
  /** Solid by default. */
  stroke?: 'solid' | 'dashed' | 'dotted';
}

/** Lines over one vertical axis. */
export interface ChartPanel {
  /** What the axis measures, with its unit. */
  label: string;
  lines: readonly ChartLine[];
  /** Never logarithmic; see `axisScale` for when it is otherwise. */
  linear?: boolean;
}

/** A chart: panels with the same horizontal axis; where there is nothing to draw, it says so. */
export interface Chart {
  title: string;
  /** What the horizontal axis measures. */
  xLabel: string;
  panels: readonly ChartPanel[];
  /** Panels stand above one another, or 'beside' one another; 'above' by default. */
  arrangement?: 'above' | 'beside';
  /** Where the horizontal axis ends; by default at the last point. */
  xMax?: number;
  /** In pixels; 640 by default. */
  width?: number;
  /** In pixels; 340 by default. A legend of several rows adds to it. */
  height?: number;
}
