// Loads the package twice, each with a tfjs-core of its own, which share one engine and one registry.
import type { train } from './train.js';

const [first, second] = (await Promise.all(
  process.argv.slice(2).map((bundle) => import(bundle)),
)) as { train: typeof train }[];

console.log(JSON.stringify([await first.train(3), await second.train(3), await first.train(3)]));
