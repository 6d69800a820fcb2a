import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';

const here = fileURLToPath(new URL('.', import.meta.url));
const executablePath = ['chromium', 'chromium-browser', 'google-chrome']
  .map((name) => `/usr/bin/${name}`)
  .find((path) => existsSync(path));

/** The first example of a README, bundled for browsers. */
async function bundle(readme: string): Promise<string> {
  const text = readFileSync(`${here}../../../${readme}`, 'utf8');
  const [, contents] = /^```ts\n([\s\S]*?)^```$/m.exec(text)!;
  const { outputFiles } = await build({
    stdin: { contents, loader: 'ts', resolveDir: here },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    conditions: ['@gnp/source'],
    logLevel: 'error',
  });
  return `${outputFiles[0].text}\nglobalThis.isDone = true;`;
}

if (!executablePath)
  console.warn('SKIPPED: training in a browser, since there is no chromium in /usr/bin.');
const describeBrowser = executablePath ? describe : describe.skip;

describeBrowser('in a page of chromium', () => {
  test('the program of the trainer’s README trains', async () => {
    const content = await bundle('packages/trainer/README.md');
    const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
    try {
      const page = await browser.newPage();
      const [printed, wrong]: [string[], string[]] = [[], []];
      page.on('console', (message) => {
        const list = ['error', 'warning'].includes(message.type()) ? wrong : printed;
        list.push(message.text());
      });
      page.on('pageerror', ({ message }) => wrong.push(message));
      await page.addScriptTag({ content, type: 'module' });
      await page.waitForFunction('globalThis.isDone');
      expect(wrong).toEqual([]);
      expect(printed).toEqual([
        ...[1, 2, 3, 4].map((epoch) => expect.stringMatching(`^epoch ${epoch}/4: train loss`)),
        'true',
      ]);
    } finally {
      await browser.close();
    }
  });
});
