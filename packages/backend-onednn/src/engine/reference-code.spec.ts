import { describeOnednn, useOnednn } from '../../testing/onednn.js';
import type { Onednn } from './onednn.js';
import { usesReferenceCode } from './reference-code.js';

it.each([
  ['ref:any', true],
  ['gemm:ref', true],
  ['gemm:acl', false],
  ['brg:sve_512', false],
])('%s is reference code: %s', (implementation, expected) => {
  const operations = { matmul: () => ({ implementation, destroy: () => {} }) };
  expect(usesReferenceCode({ operations } as unknown as Onednn)).toBe(expected);
});

const describeX64 = process.arch === 'x64' ? describeOnednn : describe.skip;

describeX64('the library on x86-64', () => {
  it('has code of its own', async () => {
    expect(usesReferenceCode((await useOnednn()).onednn)).toBe(false);
  });
});
