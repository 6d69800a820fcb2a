import type { BackendCandidate } from '../backend-candidate.js';
import { installedPackage } from '../installed-package.js';

const packageName: string = '@tensorflow/tfjs-node';

/** The TensorFlow library through tfjs-node, where its user has installed it. */
export const tensorflow: BackendCandidate = {
  name: 'tensorflow',
  description: 'the TensorFlow C library on the CPU, through tfjs-node',
  automatic: false,
  find() {
    const found = installedPackage(packageName);
    return found
      ? { available: true, version: found.version }
      : {
          available: false,
          reason: `${packageName} is not installed.`,
          install: `npm install ${packageName}@4.22.0`,
        };
  },
  async prepare() {
    await import(packageName);
    return ['Needs Node 22 or older: tfjs-node 4.22.0 calls functions that Node 23 removed.'];
  },
};
