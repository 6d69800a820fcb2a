import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { gnp, temporary, train } from '../../testing/gnp.js';

test('eval knows the last checkpoint and the best, where there is one', async () => {
  const dir = join(temporary(), 'run');
  await train(dir);
  const wrong = await gnp('eval', dir, '--checkpoint=bets');
  expect(wrong).toMatchObject({ status: 2 });
  expect(wrong.err).toContain("--checkpoint is 'bets'; it is one of last, best.");
  rmSync(join(dir, 'metrics.jsonl'));
  const none = await gnp('eval', dir, '--checkpoint=best');
  expect(none).toMatchObject({ status: 2 });
  expect(none.err).toContain('no epoch of');
});
