import { color, lineColors, paletteCss, recolor } from './palette.js';

/** WCAG 2 relative luminance of #rrggbb. */
function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5]
    .map((at) => parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

describe('the palette', () => {
  const shown = (name: Parameters<typeof color>[0], theme: 'light' | 'dark') =>
    recolor(color(name), theme);

  it.each(['light', 'dark'] as const)('can be read in %s surroundings', (theme) => {
    const surface = shown('surface', theme);
    for (const name of ['text', 'muted'] as const) {
      expect(contrast(shown(name, theme), surface)).toBeGreaterThan(4.5);
    }
    for (const name of lineColors) {
      expect(contrast(shown(name, theme), surface)).toBeGreaterThan(3);
    }
  });

  it('lets the reader choose', () => {
    expect(recolor(`fill="${color('text')}"`, 'auto')).toBe('fill="var(--gnp-text,#1d2430)"');
    expect(paletteCss()).toContain('--gnp-text:#1d2430');
    expect(paletteCss()).toMatch(/@media \(prefers-color-scheme:dark\).*--gnp-text:#e6e9ef/);
  });
});
