import { run } from '@gnp/cli';
import { expectRegion } from './page-region.js';

// docs/kernels.md is tested with the kernels, in kernels/kernels.spec.ts
test.each(['rules', 'models', 'recipes'])(
  'docs/%s.md has the tables that gnp prints',
  async (name) => {
    let printed = '';
    const log = jest.spyOn(console, 'log').mockImplementation((text) => void (printed += text));
    expect(await run([name, '--markdown'])).toBe(0);
    log.mockRestore();
    expectRegion(name, printed);
  },
);
