import { createModel } from './registry.js';

test.each([
  ['resnet8', { widthMultiplier: 1e6 }, 'about 7.8e+16 parameters; the most are 1e+9.'],
  ['vit-ti16', { widthMultiplier: 32 }, "'vit-ti16' with widthMultiplier 32 and depthMultiplier 1"],
  ['wideresnet-28-10', { depthMultiplier: 90 }, 'and depthMultiplier 90 would have about 3.3e+9'],
  ['resnet8', { depthMultiplier: 1e5 }, 'depthMultiplier'],
] as const)('%s with %j is refused before it is built', (name, options, message) => {
  const begin = process.memoryUsage.rss();
  expect(() => createModel(name, options)).toThrow(RangeError);
  expect(() => createModel(name, options)).toThrow(message);
  expect(process.memoryUsage.rss() - begin).toBeLessThan(2 ** 26);
});
