import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const versionOf = (path: string) => (require(path) as { version: string }).version;

/** Version of this package. */
export const gnpVersion = versionOf('../package.json');

/** What a run's figures may depend on besides its configuration. */
export function versions(backend: { name: string; version: string }): Record<string, string> {
  return {
    gnp: gnpVersion,
    tfjs: versionOf('@tensorflow/tfjs-core/package.json'),
    node: process.versions.node,
    [`backend ${backend.name}`]: backend.version,
  };
}
