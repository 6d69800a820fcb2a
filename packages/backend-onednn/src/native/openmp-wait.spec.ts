import { waitBriefly } from './openmp-wait.js';

test('threads sleep early, unless the user has said how they wait', () => {
  const unsaid: Record<string, string | undefined> = {};
  waitBriefly(unsaid);
  expect(Number(unsaid.GOMP_SPINCOUNT)).toBeGreaterThan(0);
  const passive = { OMP_WAIT_POLICY: 'passive' };
  waitBriefly(passive);
  expect(passive).toEqual({ OMP_WAIT_POLICY: 'passive' });
  const chosen = { GOMP_SPINCOUNT: '7' };
  waitBriefly(chosen);
  expect(chosen).toEqual({ GOMP_SPINCOUNT: '7' });
});
