import type { Chart } from './chart-model.js';
import { chartOption, legendMargin } from './chart-option.js';
import { escapeHtml } from './html.js';
import { legendOf } from './legend.js';
import type { Theme } from './palette.js';
import { paletteCss, recolor } from './palette.js';

/** How a chart is drawn. */
export interface ChartOptions {
  /** 'auto' (default) follows the reader's preference for light or dark. */
  theme?: Theme;
  /**
   * Whether the picture is a file of its own (default), with its title, background and colours, or a
   * part of a page that has a heading and the colours of `paletteCss` itself.
   */
  standalone?: boolean;
}

/**
 * Draws a chart as SVG text, without scripts or anything from a network. Axes are logarithmic where
 * that fits the values (see `axisScale`). Equal input gives equal text.
 */
export async function renderChart(
  chart: Chart,
  { theme = 'auto', standalone = true }: ChartOptions = {},
): Promise<string> {
  // takes most of a second, which nobody should wait for who draws nothing
  const { init } = await import('echarts');
  const { title, width = 640 } = chart;
  const legend = legendOf(chart, width - 2 * legendMargin);
  const height = (chart.height ?? 340) + legend.addedHeight;
  const instance = init(null, null, { renderer: 'svg', ssr: true, width, height });
  try {
    instance.setOption(chartOption(chart, { width, height, standalone, legend }));
    const svg = recolor(clean(instance.renderToSVGString(), title), theme);
    const style = standalone && theme === 'auto' ? `<style>${paletteCss()}</style>` : '';
    return svg.replace('>', `>${style}`);
  } finally {
    instance.dispose();
  }
}

/** Without the marks of the library's interactive mode, and with names that do not clash on a page. */
function clean(svg: string, title: string): string {
  const prefix = title.toLowerCase().replace(/[^a-z0-9]+/g, '-');
  return svg
    .replace(/<style ?>[^]*?<\/style>/g, '')
    .replace(
      / (class="zr[^"]*"|pointer-events="[^"]*"|xmlns:xlink="[^"]*"|baseProfile="full"|ecmeta_\w+="[^"]*")/g,
      '',
    )
    .replace(/\bzr\d+-c/g, `${prefix}-c`)
    .replace('<svg ', `<svg role="img" aria-label="${escapeHtml(title)}" `);
}
