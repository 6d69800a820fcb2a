import type { Image } from '@gnp/data';

type Colour = readonly [red: number, green: number, blue: number];

/** What tells one scene from another. Colours keep away from 0 and 255, so that contrast can grow. */
interface Scene {
  readonly sky: readonly [above: Colour, below: Colour];
  readonly ground: Colour;
  readonly wall: Colour;
  readonly roof: Colour;
  /** From 0 at the left to 1. */
  readonly house: number;
  readonly tree: number;
  readonly sun: number;
}

const day = [
  [70, 120, 200],
  [175, 200, 215],
] as const;
const dusk = [
  [85, 60, 130],
  [215, 140, 95],
] as const;
const rain = [
  [95, 105, 115],
  [165, 170, 175],
] as const;
const [grass, sand, snow]: Colour[] = [
  [85, 140, 70],
  [195, 165, 105],
  [205, 210, 215],
];
const [red, teal, ochre, white, brown]: Colour[] = [
  [180, 60, 50],
  [50, 120, 120],
  [195, 145, 50],
  [215, 210, 195],
  [110, 75, 55],
];

/** Scenes that differ in colours and places. */
export const scenes: readonly Scene[] = [
  { sky: day, ground: grass, wall: white, roof: red, house: 0.62, tree: 0.2, sun: 0.2 },
  { sky: dusk, ground: sand, wall: ochre, roof: brown, house: 0.35, tree: 0.8, sun: 0.75 },
  { sky: rain, ground: grass, wall: red, roof: brown, house: 0.5, tree: 0.12, sun: 0.85 },
  { sky: day, ground: snow, wall: brown, roof: white, house: 0.3, tree: 0.75, sun: 0.5 },
  { sky: dusk, ground: grass, wall: teal, roof: red, house: 0.65, tree: 0.25, sun: 0.4 },
  { sky: day, ground: sand, wall: white, roof: teal, house: 0.4, tree: 0.85, sun: 0.8 },
  { sky: rain, ground: snow, wall: ochre, roof: teal, house: 0.6, tree: 0.2, sun: 0.3 },
  { sky: dusk, ground: snow, wall: white, roof: ochre, house: 0.45, tree: 0.1, sun: 0.15 },
];

const horizon = 0.68;
const [leaves, trunk, light, dark]: Colour[] = [
  [45, 95, 50],
  [95, 65, 45],
  [225, 205, 120],
  [55, 50, 60],
];

const blend = (a: Colour, b: Colour, share: number): Colour => [
  a[0] + (b[0] - a[0]) * share,
  a[1] + (b[1] - a[1]) * share,
  a[2] + (b[2] - a[2]) * share,
];

/** Strokes of the letter F, [left, top, right, bottom], in a square of side 1. */
const letter = [
  [0, 0, 0.3, 1],
  [0, 0, 0.9, 0.22],
  [0, 0.42, 0.7, 0.62],
] as const;

/** The colour at a place of a scene, both from 0 to 1: what is nearest comes first. */
function colourAt(
  { sky, ground, wall, roof, house, tree, sun }: Scene,
  x: number,
  y: number,
): Colour {
  const [fromHouse, fromTree] = [Math.abs(x - house), Math.abs(x - tree)];
  if (fromHouse < 0.2 && y > 0.45 && y < 0.82) {
    // an F on the wall tells left from right, and up from down
    const [u, v] = [(x - house + 0.08) / 0.16, (y - 0.52) / 0.22];
    const written = letter.some(([l, t, r, b]) => u > l && u < r && v > t && v < b);
    return written ? dark : wall;
  }
  if (y > 0.27 && y <= 0.45 && fromHouse < (y - 0.27) * 1.35) return roof;
  if ((x - tree) ** 2 + (y - 0.5) ** 2 < 0.011) return leaves;
  if (fromTree < 0.018 && y > 0.55 && y < 0.8) return trunk;
  if (y > horizon) return blend(ground, dark, (y - horizon) * 0.9);
  if ((x - sun) ** 2 + (y - 0.16) ** 2 < 0.006) return light;
  return blend(sky[0], sky[1], y / horizon);
}

/** Each pixel is the mean of so many places squared. */
const places = 2;

/** Draws a scene: a house, a tree and the sun. */
export function drawScene(scene: Scene, size: number): Image {
  const pixels = new Uint8Array(size * size * 3);
  const offsets = Array.from({ length: places }, (_, i) => (i + 0.5) / places);
  const sum = new Float64Array(3);
  for (let y = 0, at = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      sum.fill(0.5 * places ** 2); // rounds to the nearest
      for (const down of offsets) {
        for (const right of offsets) {
          const colour = colourAt(scene, (x + right) / size, (y + down) / size);
          for (let c = 0; c < 3; c++) sum[c] += colour[c];
        }
      }
      for (let c = 0; c < 3; c++) pixels[at++] = sum[c] / places ** 2;
    }
  }
  return { height: size, width: size, channels: 3, pixels };
}
