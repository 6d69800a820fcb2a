import { expectAgreement } from '../../../testing/agreement.js';

const types = ['float32', 'int32', 'bool'] as const;

describe.each(types)('Cast on wasm from %s', (from) => {
  it.each(types)('agrees with cpu to %s', async (dtype) => {
    const values = from === 'bool' ? [0, 1, 1, 0] : [0, 2.75, 256, -3];
    await expectAgreement('Cast', { x: { shape: [4], dtype: from, values } }, { dtype }, 0);
  });
});
