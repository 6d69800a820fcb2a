import { describeOnednn } from '../testing/onednn.js';
import { Programs, runProgram } from '../testing/run-program.js';
import { findOnednn } from './find-onednn.js';

/** What the program prints last. */
interface Outcomes {
  readonly calls: number;
  readonly done: number;
  readonly refused: number;
  readonly refusedRight: number;
  readonly unclear: readonly string[];
  readonly leaks: readonly string[];
  readonly blocks: number;
}

const precisions = findOnednn().cpuFeatures.includes('avx512-bf16') ? ['f32', 'bf16'] : ['f32'];

// the guard pages are those of Linux
const describeGuarded = process.platform === 'linux' ? describeOnednn : describe.skip;

describeGuarded('kernels on memory with guard pages', () => {
  let programs: Programs;
  beforeAll(() => (programs = new Programs()));
  afterAll(() => programs.dispose());

  it.each(precisions)(
    'bear wrong shapes, dtypes, attributes and aliases in %s with nothing but clear errors',
    async (precision) => {
      const program = await programs.bundle('fuzz');
      const { code, signal, output, errors } = await runProgram(program, '1', '4', precision);
      const lines = output.trimEnd().split('\n');
      // after a crash the last line is the call that did it
      const last = lines[lines.length - 1];
      expect({ code, signal, last: code === 0 ? '' : last, errors }).toEqual({
        ...{ code: 0, signal: null, last: '', errors: '' },
      });
      const outcomes = JSON.parse(last) as Outcomes;
      expect(outcomes).toMatchObject({ refusedRight: 0, unclear: [], leaks: [] });
      expect(outcomes.calls).toBeGreaterThan(800);
      expect(outcomes.refused).toBeGreaterThan(150);
      expect(outcomes.done).toBeGreaterThan(500);
      expect(outcomes.blocks).toBeGreaterThan(outcomes.done);
    },
  );
});
