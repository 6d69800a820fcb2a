import * as tf from '@tensorflow/tfjs';
import { problem } from '../testing/problem.js';
import { renamed } from '../testing/renamed.js';
import { train } from './index.js';
import type { Callback, Checkpoint } from './index.js';

let readsAreFree = true;
jest.mock('@gnp/ops', () => ({
  ...jest.requireActual<object>('@gnp/ops'),
  readsAreFree: () => readsAreFree,
}));

beforeAll(() => tf.setBackend('cpu'));
afterEach(() => tf.disposeVariables());

const options = () => ({ ...problem(), logEverySteps: 4 });
const figures = (lines: readonly { step: number; loss: number }[]) =>
  lines.map(({ step, loss }) => [step, loss]);

test('numbers that come late change nothing: neither lines, nor reports, nor checkpoints', async () => {
  const at = async (free: boolean) => {
    readsAreFree = free;
    const [seen, ahead]: [number[][], number[]] = [[], []];
    let checkpoint: Checkpoint | undefined;
    const watch: Callback = {
      async onStepEnd(run, { step, loss }) {
        seen.push([step, loss]);
        ahead.push(run.state.step - step);
        if (step === 9) checkpoint = await run.checkpoint();
      },
    };
    const { history } = await train({ ...options(), callbacks: [watch] });
    return { history, seen, ahead, checkpoint: checkpoint! };
  };
  const [now, late] = [await at(true), await at(false)];
  expect(Math.max(...now.ahead)).toBe(0);
  expect(Math.max(...late.ahead)).toBe(2);
  expect(late.seen).toEqual(now.seen);
  expect(late.seen.map(([step]) => step)).toEqual(Array.from({ length: 18 }, (_, i) => i + 1));
  expect(figures(late.history)).toEqual(figures(now.history));
  const { sums, ...rest } = late.checkpoint.state;
  expect(rest.parameters).toBe(42);
  expect([late.checkpoint.step, sums.steps]).toEqual([11, 3]); // those of the line that is begun
  const again = options();
  const resumed = await train({ ...again, startFrom: renamed(late.checkpoint, again.model) });
  expect(figures(resumed.history)).toEqual(
    figures(now.history.filter(({ step }) => step > late.checkpoint.step)),
  );
});
