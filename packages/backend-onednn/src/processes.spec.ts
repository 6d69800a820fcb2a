import { describeOnednn } from '../testing/onednn.js';
import { Programs, runProgram } from '../testing/run-program.js';

describeOnednn('processes with the onednn backend', () => {
  let programs: Programs;
  beforeAll(() => (programs = new Programs()));
  afterAll(() => programs.dispose());

  it.each(['exit', 'natural'])(
    'end cleanly after training, every time (%s end)',
    async (ending) => {
      const program = await programs.bundle('exit');
      const outputs = new Set<string>();
      for (let i = 0; i < 4; i++) {
        const { code, signal, output, errors } = await runProgram(program, ending);
        expect({ code, signal, errors }).toEqual({ code: 0, signal: null, errors: '' });
        outputs.add(output);
      }
      const [output, ...others] = outputs;
      expect(others).toEqual([]);
      expect(JSON.parse(output)).toHaveLength(3);
    },
  );

  it.each(['together', 'in turn'])(
    'train in the main thread and in two workers, %s, to the same bits',
    async (order) => {
      const program = await programs.bundle('threads');
      const { code, signal, output, errors } = await runProgram(program, order);
      expect({ code, signal, errors }).toEqual({ code: 0, signal: null, errors: '' });
      const [main, ...workers] = JSON.parse(output) as number[][];
      expect(main).toHaveLength(5);
      expect(main[4]).toBeLessThan(main[0]);
      expect(workers).toEqual([main, main]);
    },
  );

  it('get the memory of a terminated worker back', async () => {
    const program = await programs.bundle('worker-memory');
    const { code, output, errors } = await runProgram(program, 'terminated');
    expect({ code, errors }).toEqual({ code: 0, errors: '' });
    const grown = JSON.parse(output) as number[];
    expect(grown).toHaveLength(4);
    for (const mebibytes of grown) expect(mebibytes).toBeLessThan(128);
  });

  it('share one limit among workers', async () => {
    const program = await programs.bundle('worker-memory');
    const { code, output, errors } = await runProgram(program, 'together');
    expect({ code, errors }).toEqual({ code: 0, errors: '' });
    const taken = JSON.parse(output) as { mebibytes: number; error: string }[];
    const total = taken.reduce((sum, { mebibytes }) => sum + mebibytes, 0);
    expect(total).toBeGreaterThan(256);
    expect(total).toBeLessThanOrEqual(640);
    for (const { error } of taken) expect(error).toContain('a tensor [32,262144] needs 32 MiB');
  });

  it('bear a second copy of the package with a tfjs-core of its own', async () => {
    const installed = await programs.bundle('train');
    const bundled = await programs.bundle('train', { ownTfjs: true });
    const program = await programs.bundle('copies');
    const { code, signal, output, errors } = await runProgram(program, installed, bundled);
    expect({ code, signal }).toEqual({ code: 0, signal: null });
    // tfjs's second copy complains about its own kernels; this package leaves the first alone
    expect(errors).toContain("'cpu' is already registered");
    expect(errors).not.toContain('onednn');
    const [first, second, again] = JSON.parse(output) as number[][];
    expect(first).toHaveLength(3);
    expect([second, again]).toEqual([first, first]);
  });
});
