import { execFile, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { median } from './statistics.js';

const options = {
  model: { type: 'string', default: 'resnet8' },
  size: { type: 'string', default: '8' },
  channels: { type: 'string', default: '1' },
  batch: { type: 'string', default: '64' },
  seconds: { type: 'string', default: '5' },
  rounds: { type: 'string', default: '3' },
  busy: { type: 'string', default: '0,1,2,4' },
  settings: { type: 'string', default: 'all/fine,all/medium,all/coarse,1/medium,all/adaptive' },
} as const;

const program = fileURLToPath(new URL('measure-rate.js', import.meta.url));

/**
 * `npm run bench -- contention`: images a second of training on `onednn` beside so many processes that do
 * nothing but compute, by threads and grain; and the slower of two trainings side by side.
 */
export async function benchContention(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...args], options });
  const { model, size, channels, batch, seconds, rounds } = values;
  const measure = async (setting: string): Promise<number> => {
    const given = [model, size, channels, batch, seconds, ...setting.split('/')];
    const { stdout } = await promisify(execFile)(process.execPath, [program, ...given]);
    return Number(stdout);
  };
  const beside = async (count: number, setting: string): Promise<number> => {
    const others = Array.from({ length: count }, () =>
      spawn(process.execPath, ['-e', 'for (;;);']),
    );
    try {
      return await measure(setting);
    } finally {
      for (const one of others) one.kill();
    }
  };
  const pair = async (setting: string): Promise<number> =>
    Math.min(...(await Promise.all([measure(setting), measure(setting)])));
  const settings = values.settings.split(',');
  const places = [
    ...values.busy.split(',').map((text) => ({
      name: `beside ${text}`,
      take: (setting: string) => beside(Number(text), setting),
    })),
    { name: 'each of two', take: pair },
  ];
  console.log(
    `${model} on ${size}×${size}×${channels}, batch ${batch}, images a second, medians of ${rounds}`,
  );
  console.log(['threads/grain', ...places.map(({ name }) => name)].join('\t'));
  // the settings take turns, since machines change from minute to minute
  const rates = settings.map(() => places.map((): number[] => []));
  for (let round = 0; round < Number(rounds); round++) {
    for (const [p, { take }] of places.entries()) {
      for (const [s, setting] of settings.entries()) rates[s][p].push(await take(setting));
    }
  }
  settings.forEach((setting, s) =>
    console.log([setting, ...rates[s].map((all) => median(all).toFixed(0))].join('\t')),
  );
}
