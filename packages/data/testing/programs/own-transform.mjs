// An augmentation of one's own, as worker threads import it: images or batches brighter by a random amount.
export const transform = (most) => (images, random) => {
  const more = random.integer(most + 1);
  const brighter = (pixels) => pixels.map((value) => Math.min(255, value + more));
  if ('pixels' in images) return { ...images, pixels: brighter(images.pixels) };
  return { images: brighter(images.images), labels: images.labels };
};
