import { median, quantile } from '../statistics.js';
import { checkSame } from './compare.js';
import type { Comparison } from './compare.js';
import { Driver } from './driver.js';
import { describe as report } from './peer.js';

const program = (code: string) => new Driver('a side', process.execPath, ['-e', code]);

describe('a driver', () => {
  test('asks and is answered, line by line', async () => {
    const driver = program(
      `console.log('{"built":1}'); require('readline').createInterface({ input: process.stdin })
        .on('line', (line) => console.log(JSON.stringify({ heard: line })));`,
    );
    expect(await driver.ask()).toEqual({ built: 1 });
    expect(await driver.ask('gnp')).toEqual({ heard: 'gnp' });
    expect(await driver.ask('plain')).toEqual({ heard: 'plain' });
    driver.stop();
  });

  test('tells what a process complained of before it ended', async () => {
    const driver = program(`console.error('no PyTorch here'); process.exit(3)`);
    await expect(driver.ask()).rejects.toThrow('a side ended before it answered.\nno PyTorch here');
  });

  test('tells of a program that is not there', async () => {
    const driver = new Driver('a side', 'no-such-program', []);
    await expect(driver.ask()).rejects.toThrow('ENOENT');
  });
});

test('networks of different sizes are not compared', () => {
  const ours = { parameters: 10, version: 'ours' };
  expect(() => checkSame([ours, { parameters: 11, version: 'theirs' }])).toThrow(
    '10 parameters (ours) against 11 (theirs)',
  );
  expect(() => checkSame([ours, { ...ours }])).not.toThrow();
  expect(() => checkSame([ours])).not.toThrow();
});

test('quantiles lie between neighbours', () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 2, 3])).toBe(2.5);
  expect([0, 0.25, 1].map((q) => quantile([10, 20, 30, 40], q))).toEqual([10, 17.5, 40]);
});

test('a comparison is told with speed, memory, ratio and share', () => {
  const side = {
    version: 'X 1.0',
    milliseconds: 500,
    imagesPerSecond: 256,
    peakMebibytes: 900,
    matmulGigaflops: 400,
    loss: 2.3,
  };
  const result: Comparison = {
    model: 'resnet18',
    precision: 'f32',
    batch: 128,
    threads: 2,
    rounds: 3,
    parameters: 1234,
    ours: side,
    peer: { ...side, imagesPerSecond: 128 },
    ratio: [1.9, 2, 2.1],
    gigaflops: 100,
    gnpOverPlain: [1.9, 1.95, 2],
  };
  const text = report(result);
  expect(text).toContain('1,234 parameters');
  expect(text).toContain('256.0 images/s    500 ms    900 MiB');
  expect(text).toContain('ratio 2.00 [1.90–2.10]');
  expect(text).toContain("100 GFLOP/s, 25% of a large matrix product's 400");
});
