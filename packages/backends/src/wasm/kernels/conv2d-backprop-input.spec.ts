import { expectAgreement } from '../../../testing/agreement.js';
import { convolutions, outputShape } from '../../../testing/convolutions.js';

describe('Conv2DBackpropInput on wasm', () => {
  it.each(convolutions)('agrees with cpu for %s', async (_, conv) => {
    const { x, filter, strides, pad } = conv;
    await expectAgreement(
      'Conv2DBackpropInput',
      { dy: { shape: outputShape(conv) }, filter: { shape: filter } },
      { strides, pad, dataFormat: 'NHWC', inputShape: x },
    );
  });
});
