import { describeOnednn, useOnednn } from '../../testing/onednn.js';
import type { PrimitiveDescriptor } from './primitive-descriptor.js';
import { ReferenceCodeError, usesReferenceCode, withoutReferenceCode } from './reference-code.js';

it.each([
  ['matrix product', 'ref:any', true],
  ['matrix product', 'gemm:ref', true],
  ['matrix product', 'gemm:acl', false],
  ['matrix product', 'brg:sve_512', false],
  ['element-wise tanh', 'ref:any', true],
  ['pooling', 'simple_nchw:any', false],
  ['gradient of softmax', 'ref:any', false],
])('a %s by %s is refused as reference code: %s', (operation, implementation, isRefused) => {
  const destroy = jest.fn();
  const chosen = { operation, implementation, destroy } as unknown as PrimitiveDescriptor;
  const find = () => withoutReferenceCode(chosen);
  expect(usesReferenceCode({ operations: { matmul: find } })).toBe(isRefused);
  destroy.mockClear();
  let taken: unknown;
  try {
    taken = find();
  } catch (error) {
    taken = error;
  }
  expect(taken instanceof ReferenceCodeError).toBe(isRefused);
  expect(taken === chosen).toBe(!isRefused);
  expect(destroy).toHaveBeenCalledTimes(isRefused ? 1 : 0);
});

const describeX64 = process.arch === 'x64' ? describeOnednn : describe.skip;

describeX64('the library on x86-64', () => {
  it('has code of its own', async () => {
    expect(usesReferenceCode((await useOnednn()).onednn)).toBe(false);
  });
});
