import { expectAgreement } from '../../../testing/agreement.js';
import { convolutions, outputShape } from '../../../testing/convolutions.js';

describe('Conv2DBackpropFilter on wasm', () => {
  it.each(convolutions)('agrees with cpu for %s', async (_, conv) => {
    const { x, filter, strides, pad } = conv;
    await expectAgreement(
      'Conv2DBackpropFilter',
      { x: { shape: x }, dy: { shape: outputShape(conv) } },
      { strides, pad, dataFormat: 'NHWC', filterShape: filter },
    );
  });
});
