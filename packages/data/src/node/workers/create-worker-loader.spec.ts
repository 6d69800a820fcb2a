import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { photographs } from '../../../testing/photographs.js';
import { randomSplit } from '../../../testing/samples.js';
import { withFolder } from '../../../testing/temp-folder.js';
import { createWorkerLoader } from './create-worker-loader.js';
import { sharedArray } from './shared-array.js';

const program = join(__dirname, '../../../testing/programs/workers.mjs');

// Node.js warns where both are set
const { FORCE_COLOR: _, NO_COLOR: __, ...env } = process.env;

/** Runs the program with the built package: threads run no TypeScript. */
async function run(...args: string[]) {
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [program, ...args], {
    timeout: 60_000, // it must end by itself
    env,
  });
  return { result: JSON.parse(stdout) as unknown, warnings: stderr };
}

describe('loading by worker threads', () => {
  it('gives the same bytes for any number of threads, batch size and first batch', async () => {
    expect(await run('digits')).toEqual({
      result: [15, 2, 1, 8].map((batches) => ({ batches, differences: [] })),
      warnings: '',
    });
  });

  it('does so from files, and from files that are kept decoded', () =>
    withFolder(photographs(), async (dir) => {
      expect(await run('files', dir)).toEqual({
        result: [2, 2].map((batches) => ({ batches, differences: [] })),
        warnings: '',
      });
    }));

  it('takes augmentations from a module, and says where there are none', async () => {
    const { result, warnings } = await run('own');
    expect(result).toEqual({
      same: true,
      plain: false,
      message: expect.stringMatching(
        /^Error: The module file:.*dies\.mjs exports no function 'transform'\.$/,
      ) as string,
    });
    expect(warnings).toBe('');
  });

  it('names a file that is damaged, or has another in its place', () =>
    withFolder(
      { ...photographs(), 'b/1.png': Uint8Array.of(0x89, 0x50, 0x4e, 0x47) },
      async (dir) => {
        const { result, warnings } = await run('bad', dir);
        const { message, count } = result as { message: string; count: number };
        expect(message).toMatch(
          /^DatasetError: "DIR.b.1.png" is a PNG that is truncated or damaged: /,
        );
        expect(count).toBe(20);
        expect(warnings).toMatch(
          /DatasetWarning: ".*1\.png" is .* Another image of its class is in/,
        );
      },
    ));

  it('says that a thread has died, a source cannot be opened, or the loader was closed', async () => {
    const { result, warnings } = await run('dies');
    expect(warnings).toBe('');
    const [dying, lost, early] = result as string[];
    expect(dying).toBe(
      'DatasetError: A worker thread that reads images ended with status 3 while it was needed.',
    );
    expect(lost).toMatch(/^Error: Cannot find module '.nowhere.mjs'/);
    expect(early).toBe('DatasetError: The loader was closed.');
  });

  it.each(['leaves an epoch early', 'has threads to spare'])(
    'ends with a process that %s',
    async (what) => {
      expect(await run(what)).toEqual({ result: 1438, warnings: '' });
    },
  );

  it('refuses what cannot be loaded before a thread is started', () => {
    const shape = { height: 2, width: 2, channels: 1 };
    const { images, labels } = randomSplit(5, shape);
    const shared = sharedArray(images, labels, shape);
    const make = (options: object) => () =>
      createWorkerLoader(shared, { batchSize: 2, ...options });
    expect(() => createWorkerLoader(randomSplit(5, shape), { batchSize: 2 })).toThrow(
      "says nothing 'portable'; use createLoader.",
    );
    expect(make({ workers: 0 })).toThrow('The number of workers is 0;');
    expect(make({ prefetch: 0 })).toThrow('How many batches are fetched ahead is 0;');
    expect(make({ batchSize: 6 })).toThrow('The batch size is 6 but there are 5 images');
    expect(make({ augmentation: 'basics' })).toThrow('did you mean "basic"?');
    expect(make({ batchAugmentation: 'mixup' })).toThrow("how many classes there are ('classes')");
  });
});
