/** What decodes JPEGs and PNGs: `sharp` where it is installed, or pure JavaScript. */
export type Decoder = 'auto' | 'sharp' | 'javascript';

/** Options of `decodeImage`. */
export interface DecodeOptions {
  /** What errors call the image; default: 'The image'. */
  readonly path?: string;
  /** 3 for RGB, the default; 1 for grey, the luminance of coloured images. */
  readonly channels?: 1 | 3;
  /** Whether to turn images as cameras note in their EXIF data; default false, as torchvision. */
  readonly exifRotation?: boolean;
  /** Default 'auto': `sharp` for large images, where it is installed. */
  readonly decoder?: Decoder;
  /** The most pixels of an image, height times width; default 100 million. */
  readonly maxPixels?: number;
}
