import { expectAgreement } from '../../testing/agreement.js';

const images = { strides: [1, 1], dilations: [1, 1], pad: 'same' };
const alpha = { leakyreluAlpha: 0.2 };

describe.each(['linear', 'relu', 'relu6', 'elu', 'sigmoid', 'leakyrelu'])(
  'fused kernels on wasm, %s',
  (activation) => {
    it('add a bias to each product of a batch', async () => {
      const inputs = { a: { shape: [3, 2, 4] }, b: { shape: [3, 4, 5] }, bias: { shape: [5] } };
      const attrs = { transposeA: false, transposeB: false, activation, ...alpha };
      await expectAgreement('_FusedMatMul', inputs, attrs);
    });

    it('take a bias of any rank', async () => {
      const attrs = { ...images, ...alpha, dataFormat: 'NHWC', activation };
      const x = { shape: [2, 4, 5, 3] };
      const bias = { shape: [1, 1, 4] };
      await expectAgreement('FusedConv2D', { x, filter: { shape: [3, 3, 3, 4] }, bias }, attrs);
      const depthwise = { x, filter: { shape: [3, 3, 3, 1] }, bias: { shape: [4, 5, 3] } };
      await expectAgreement('FusedDepthwiseConv2D', depthwise, attrs);
    });
  },
);

describe('convolution of images with the channels first', () => {
  it.each(['same', 'valid'])('agrees with cpu, %s', async (pad) => {
    const inputs = { x: { shape: [2, 3, 4, 5] }, filter: { shape: [3, 3, 3, 4] } };
    await expectAgreement('Conv2D', inputs, { ...images, pad, dataFormat: 'NCHW' });
  });
});
