import type { ModelEntry } from '../model-entry.js';
import { caits } from './cait.js';
import { pyramidNets } from './pyramid-net.js';
import { resnets } from './resnet.js';
import { shakeShakeResnets } from './shake-shake-resnet.js';
import { smallResnets } from './small-resnet.js';
import { swins } from './swin.js';
import { vggs } from './vgg.js';
import { vits } from './vit.js';
import { wideResnets } from './wide-resnet.js';

/** The registry entries of all families. */
export const allFamilies: readonly ModelEntry[] = [
  ...vggs,
  ...resnets,
  ...smallResnets,
  ...wideResnets,
  ...shakeShakeResnets,
  ...pyramidNets,
  ...vits,
  ...swins,
  ...caits,
];
