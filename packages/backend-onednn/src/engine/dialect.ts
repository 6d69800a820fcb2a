import type { LibC } from '../native/libc.js';
import type { OnednnLibrary } from '../native/library.js';
import type { DialectEnums } from './dialect-enums.js';
import { functions2 } from './v2/adapter.js';
import { enums2 } from './v2/enums.js';
import { enums3 } from './v3/enums.js';
import { bindFunctions3 } from './v3/functions.js';
import type { Functions3 } from './v3/functions.js';

/**
 * What depends on the library's major version. Its functions have 3.x's shape, which says everything
 * in one call; for 2.x an adapter puts them together from 2.x's own.
 */
export interface Dialect {
  readonly functions: Functions3;
  readonly enums: DialectEnums;
  /** Whether the backward pass of batch norm takes the shift, which it has no use for: 2.x counts it. */
  readonly shiftInBackward: boolean;
}

/** The dialect of a library whose version was found usable. */
export function dialectOf(library: OnednnLibrary, libc: LibC, stream: number): Dialect {
  return library.version.major >= 3
    ? { functions: bindFunctions3(library), enums: enums3, shiftInBackward: false }
    : { functions: functions2(library, libc, stream), enums: enums2, shiftInBackward: true };
}
