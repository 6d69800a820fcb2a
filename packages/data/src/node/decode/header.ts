import { imageSize } from 'image-size';
import { DatasetError } from '../../dataset-error.js';

/** What the first bytes of an image file tell. */
export interface ImageHeader {
  readonly format: 'jpg' | 'png';
  readonly height: number;
  readonly width: number;
  /** 1 to 8, of the EXIF data; 1 is upright. */
  readonly orientation: number;
}

/** How far into a file its header is looked for: EXIF data with a preview come before it. */
export const headerBytes = 1 << 18;

/**
 * Size and format, without decoding.
 *
 * @param bytes the file, or its first bytes
 * @throws DatasetError where it is neither a JPEG nor a PNG
 */
export function readHeader(bytes: Uint8Array, path: string): ImageHeader {
  if (bytes.length === 0)
    throw new DatasetError(`"${path}" is empty; expected a JPEG or PNG image.`);
  const format = formatOf(bytes);
  if (!format) {
    throw new DatasetError(
      `"${path}" is neither a JPEG nor a PNG image: it begins with ${shown(bytes)}.`,
    );
  }
  try {
    const { height, width, orientation = 1 } = imageSize(bytes);
    if (height >= 1 && width >= 1) return { format, height, width, orientation };
  } catch (cause) {
    throw damaged(path, format, cause);
  }
  throw damaged(path, format, new Error('it has no size'));
}

/** The error for an image that cannot be decoded. */
export function damaged(path: string, format: 'jpg' | 'png', cause: unknown): DatasetError {
  const name = format === 'jpg' ? 'JPEG' : 'PNG';
  const why = (cause instanceof Error ? cause.message : String(cause)).trim().replace(/\.$/, '');
  return new DatasetError(`"${path}" is a ${name} that is truncated or damaged: ${why}.`, {
    cause,
  });
}

function formatOf([a, b, c, d]: Uint8Array): 'jpg' | 'png' | undefined {
  if (a === 0xff && b === 0xd8 && c === 0xff) return 'jpg';
  if (a === 0x89 && b === 0x50 && c === 0x4e && d === 0x47) return 'png';
  return undefined;
}

const shown = (bytes: Uint8Array) =>
  JSON.stringify(Buffer.from(bytes.subarray(0, 16)).toString('latin1'));
