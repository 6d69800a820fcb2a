import { createRequire } from 'node:module';
import { version_core as tfjsVersion } from '@tensorflow/tfjs-core';

/** Version of this package. */
export const gnpVersion: string = (
  createRequire(import.meta.url)('../package.json') as { version: string }
).version;

/** What a run's figures may depend on besides its configuration. */
export function versions(backend: { name: string; version: string }): Record<string, string> {
  return {
    gnp: gnpVersion,
    tfjs: tfjsVersion,
    node: process.versions.node,
    [`backend ${backend.name}`]: backend.version,
  };
}
