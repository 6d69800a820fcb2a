/** The attributes that all resizing kernels share. */
export interface ResizeAttrs {
  readonly alignCorners: boolean;
  readonly halfPixelCenters: boolean;
  /** Height and width of the result. */
  readonly size: [number, number];
}

/** How far one goes along an axis of `from` pixels for each of `to`. */
function stepOf(from: number, to: number, { alignCorners }: ResizeAttrs): number {
  const aligned = alignCorners && to > 1;
  return (aligned ? from - 1 : from) / (aligned ? to - 1 : to);
}

/** The pixel of an axis of `from` that each of `to` is taken from. */
export function nearestPlaces(from: number, to: number, attrs: ResizeAttrs): number[] {
  const step = stepOf(from, to, attrs);
  return Array.from({ length: to }, (_, i) => {
    const at = step * (attrs.halfPixelCenters ? i + 0.5 : i);
    const nearest = attrs.alignCorners ? Math.round(at) : Math.floor(at);
    return Math.max(0, Math.min(from - 1, nearest));
  });
}

/** Between which pixels of an axis each pixel of the result lies, and how far along. */
export interface Places {
  readonly low: readonly number[];
  readonly high: readonly number[];
  readonly fraction: readonly number[];
}

/** Where each of `to` pixels lies along an axis of `from`. */
export function placesOf(from: number, to: number, attrs: ResizeAttrs): Places {
  const step = stepOf(from, to, attrs);
  const at = Array.from({ length: to }, (_, i) =>
    attrs.halfPixelCenters ? step * (i + 0.5) - 0.5 : step * i,
  );
  const low = at.map((place) => Math.max(0, Math.floor(place)));
  return {
    low,
    high: at.map((place) => Math.min(from - 1, Math.ceil(place))),
    fraction: at.map((place, i) => place - low[i]),
  };
}
