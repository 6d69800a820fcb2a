import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { findPython } from '../peer/find-python.js';
import { generatePhotographs } from './generate-photographs.js';
import { describe, measure } from './measure.js';
import { photographs, smallImages } from './sides.js';

const options = {
  cifar: { type: 'string' },
  photographs: { type: 'string' },
  only: { type: 'string', default: 'cifar,photographs' },
  rounds: { type: 'string', default: '9' },
  images: { type: 'string', default: '10000' },
  files: { type: 'string', default: '600' },
  python: { type: 'string' },
} as const;

/** `npm run bench -- data`: images a second of our loaders beside PyTorch's, in one interleaved run. */
export async function benchData(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...args], options });
  const python = findPython('torch, torchvision', values.python);
  if (!python) {
    console.log(
      'PyTorch with torchvision was not found (Debian: apt-get install python3-torchvision): our side alone.\n',
    );
  }
  const [rounds, only] = [Number(values.rounds), values.only.split(',')];
  if (only.includes('cifar')) {
    const given = values.cifar && trainOf(values.cifar);
    const setting = smallImages({ dir: given, count: Number(values.images), python });
    console.log(describe(setting, await measure(setting, rounds)));
  }
  if (!only.includes('photographs')) return;
  const made = values.photographs ? undefined : mkdtempSync(join(tmpdir(), 'gnp-photographs-'));
  try {
    if (made) await generatePhotographs(made);
    const dir = made ?? trainOf(values.photographs as string);
    const setting = photographs({ dir, count: Number(values.files), python });
    console.log(describe(setting, await measure(setting, rounds)));
  } finally {
    if (made) rmSync(made, { recursive: true });
  }
}

/** The folder of the training images, where they have one of their own. */
function trainOf(dir: string): string {
  const train = join(dir, 'train');
  return existsSync(train) ? train : dir;
}
