import { findBackendFactory } from '@tensorflow/tfjs-core';
import type { BackendCandidate } from '../backend-candidate.js';
import { refuse } from '../refuse.js';
import { installedPackage } from '../installed-package.js';

const packageName = '@tensorflow/tfjs-backend-cpu';

/** Plain JavaScript: complete and exact, and slow. */
export const cpu: BackendCandidate = {
  name: 'cpu',
  description: 'plain JavaScript; complete and slow, for checking others',
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
    // '@tensorflow/tfjs' brings its own copy, and a second one would warn about every kernel
    if (!findBackendFactory('cpu')) await import('@tensorflow/tfjs-backend-cpu');
    return ['Slow: meant for checking results, not for training.'];
  },
  configure: (options) => refuse('cpu', options),
};
