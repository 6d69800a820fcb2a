/** What the images of a split are called: test images, validation images, training images. */
export const splitImages = (split: string): string =>
  split === 'train' ? 'training images' : `${split} images`;
