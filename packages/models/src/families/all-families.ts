// The registry entries of each family, by name; the generator of families adds a line.
export { vggs } from './vgg.js';
export { resnets } from './resnet.js';
export { smallResnets } from './small-resnet.js';
export { wideResnets } from './wide-resnet.js';
export { shakeShakeResnets } from './shake-shake-resnet.js';
export { pyramidNets } from './pyramid-net.js';
export { vits } from './vit.js';
export { swins } from './swin.js';
export { caits } from './cait.js';
