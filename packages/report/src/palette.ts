/** The colours of charts and reports by name. */
export type ColorName = 'surface' | 'text' | 'muted' | 'grid' | LineColor;

const lines = {
  blue: ['#2f6db5', '#6aa9f0'],
  orange: ['#cf5a10', '#f59a52'],
  teal: ['#14866d', '#43c2a3'],
  violet: ['#7a4fb8', '#b795f0'],
  red: ['#c22d3d', '#ff8087'],
  gold: ['#8a6a00', '#d8b243'],
  pink: ['#c03a92', '#f28bcb'],
  olive: ['#5c7a1a', '#a6cc55'],
} as const;

/** The colours of lines. */
export type LineColor = 'blue' | 'orange' | 'teal' | 'violet' | 'red' | 'gold' | 'pink' | 'olive';

/** The colours of lines, in the order in which charts of many lines take them. */
export const lineColors = Object.keys(lines) as LineColor[];

/** For light and for dark surroundings. */
const colors: Readonly<Record<ColorName, readonly [light: string, dark: string]>> = {
  surface: ['#fefefe', '#16191f'],
  text: ['#1d2430', '#e6e9ef'],
  muted: ['#5c6675', '#9aa4b3'],
  grid: ['#e4e7ec', '#2b313b'],
  ...lines,
};

/** Light and dark colours to look at, or those of the reader's own preference. */
export type Theme = 'light' | 'dark' | 'auto';

const names = Object.keys(colors) as ColorName[];

/** The colour that {@link recolor} knows by this name. */
export function color(name: ColorName): string {
  return colors[name][0];
}

/** Turns every {@link color} in an SVG into that of a theme; 'auto' needs {@link paletteCss}. */
export function recolor(svg: string, theme: Theme): string {
  return names.reduce((text, name) => {
    const [light, dark] = colors[name];
    const themed = { light, dark, auto: `var(--gnp-${name},${light})` }[theme];
    return text.replaceAll(light, themed);
  }, svg);
}

/** Style rules that define the colours of the theme 'auto'. */
export function paletteCss(): string {
  const rule = (shade: 0 | 1) =>
    `:root{${names.map((name) => `--gnp-${name}:${colors[name][shade]}`).join(';')}}`;
  return `${rule(0)}@media (prefers-color-scheme:dark){${rule(1)}}`;
}

/** What every page and picture with those rules has near its beginning. */
export const pageMark = `--gnp-${names[0]}:`;
