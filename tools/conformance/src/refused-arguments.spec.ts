import * as tf from '@tensorflow/tfjs';
import * as ops from '@gnp/ops';
import { testedBackends, useTestedBackend } from './tested-backends.js';

type Tensors = readonly tf.Tensor[];

interface Operand {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype?: tf.DataType;
  /** What of its shape is free: all of it, or everything before the last axis. */
  readonly free?: 'shape' | 'leading';
}

interface Operation {
  readonly operands: readonly Operand[];
  /** Anything that it gives. */
  readonly call: (xs: Tensors) => unknown;
}

const any = (name: string): Operand => ({ name, shape: [4, 6], free: 'shape' });
const same = (name: string): Operand => ({ name, shape: [4, 6] });
const scalar = (name: string): Operand => ({ name, shape: [] });
const normalized: readonly Operand[] = [
  { name: 'x', shape: [3, 4, 6], free: 'leading' },
  { name: 'scale', shape: [6] },
  { name: 'shift', shape: [6] },
];
const images: readonly Operand[] = [
  { name: 'x', shape: [2, 5, 5, 6] },
  { name: 'filter', shape: [3, 3, 6, 4] },
  { name: 'bias', shape: [4] },
];

/** What holds tensors among the operations; the rest of `@gnp/ops` takes none. */
const operations: Readonly<Record<string, Operation>> = {
  addRelu: { operands: [same('a'), same('b')], call: ([a, b]) => ops.addRelu(a, b) },
  adamDirection: {
    operands: [same('mean'), same('variance'), scalar('meanWeight'), scalar('varianceWeight')],
    call: ([mean, variance, meanWeight, varianceWeight]) =>
      ops.adamDirection(mean, variance, {
        meanWeight: meanWeight as tf.Scalar,
        varianceWeight: varianceWeight as tf.Scalar,
        epsilon: 1e-8,
      }),
  },
  applyMask: {
    operands: [same('x'), { ...same('mask'), dtype: 'bool' }],
    call: ([x, mask]) => ops.applyMask(x, mask, 2),
  },
  arithmetic: {
    operands: [scalar('input 0'), scalar('input 1')],
    call: (xs) => ops.arithmetic(['plus', { input: 0 }, { input: 1 }], xs as tf.Scalar[]),
  },
  attention: {
    operands: ['q', 'k', 'v'].map((name) => ({ name, shape: [2, 5, 6] })),
    call: ([q, k, v]) =>
      ops.attention(q as tf.Tensor3D, k as tf.Tensor3D, v as tf.Tensor3D, { heads: 2 }),
  },
  batchNorm: {
    operands: normalized,
    call: ([x, scale, shift]) => ops.batchNorm(x, scale as tf.Tensor1D, shift as tf.Tensor1D),
  },
  convolution: {
    operands: images,
    call: ([x, filter, bias]) =>
      ops.convolution(x as tf.Tensor4D, filter as tf.Tensor4D, { bias: bias as tf.Tensor1D }),
  },
  dropout: { operands: [any('x')], call: ([x]) => ops.dropout(x, { rate: 0.5, seed: 1 }) },
  fullPrecision: { operands: [any('x')], call: ([x]) => ops.fullPrecision(x) },
  gelu: { operands: [any('x')], call: ([x]) => ops.gelu(x) },
  globalCosine: {
    operands: ['tensor 0 of a', 'tensor 0 of b', 'the norm of a', 'the norm of b'].map((name, i) =>
      i < 2 ? same(name) : scalar(name),
    ),
    call: ([a, b, aNorm, bNorm]) =>
      ops.globalCosine(
        { tensors: [a], norm: aNorm as tf.Scalar },
        { tensors: [b], norm: bNorm as tf.Scalar },
      ),
  },
  globalNorm: {
    operands: [any('tensor 0'), any('tensor 1')],
    call: (xs) => ops.globalNorm(xs),
  },
  layerNorm: {
    operands: normalized,
    call: ([x, scale, shift]) => ops.layerNorm(x, scale as tf.Tensor1D, shift as tf.Tensor1D),
  },
  relu: { operands: [any('x')], call: ([x]) => ops.relu(x) },
  shortened: {
    operands: [any('x'), scalar('norm')],
    call: ([x, norm]) => ops.shortened(x, norm as tf.Scalar, 1),
  },
  softmaxCrossEntropy: {
    operands: [same('logits'), same('labels')],
    call: ([logits, labels]) =>
      ops.softmaxCrossEntropy(logits as tf.Tensor2D, labels as tf.Tensor2D),
  },
  weightedSquare: {
    operands: [same('a'), same('x')],
    call: ([a, x]) => ops.weightedSquare(a, x, { aScale: 0.5, xScale: 0.5 }),
  },
  weightedSum: {
    operands: [same('a'), same('x'), scalar('aScale'), scalar('xScale')],
    call: ([a, x, aScale, xScale]) =>
      ops.weightedSum(a, aScale as tf.Scalar, x, xScale as tf.Scalar),
  },
};

/** Functions of `@gnp/ops` that take no tensors. */
const without = [
  ...[
    'arithmeticOf',
    'cosineOf',
    'currentPass',
    'dropoutMask',
    'duringPass',
    'factorFor',
    'normOf',
  ],
  'readsAreFree',
];

interface Wrong {
  readonly name: string;
  readonly operands: readonly Operand[];
}

/** The operands with one of them of another rank, length or dtype, where that is wrong. */
function wrongOnes(operands: readonly Operand[]): Wrong[] {
  return operands.flatMap((operand, i) => {
    const { shape, dtype = 'float32', free } = operand;
    const last = shape.at(-1) ?? 0;
    const lengths = () => [last - 1, last / 2, last + 1, 0].map((size) => shape.with(-1, size));
    const shapes: (readonly number[])[] = [
      ...(free ? [] : [[1, ...shape], ...(shape.length > 0 ? [shape.slice(1)] : [])]),
      ...(free === 'shape' || shape.length === 0 ? [] : lengths()),
      ...(free === 'leading' ? [[]] : []),
    ];
    const dtypes: tf.DataType[] = ['float32', 'int32', 'bool', 'string'];
    const wrong = [
      ...shapes.map((other) => ({ ...operand, shape: other })),
      ...dtypes.filter((other) => other !== dtype).map((other) => ({ ...operand, dtype: other })),
    ];
    return wrong.map((replaced) => ({
      name: `${operand.name} ${replaced.dtype ?? 'float32'} [${replaced.shape}]`,
      operands: operands.with(i, replaced),
    }));
  });
}

function make({ shape, dtype = 'float32' }: Operand): tf.Tensor {
  if (dtype === 'string') {
    const texts = new Array<string>(tf.util.sizeFromShape([...shape])).fill('a');
    return tf.tensor(texts, [...shape], 'string');
  }
  return tf.ones([...shape], dtype);
}

/** The message of each refusal, or what the operation did instead. */
async function refusals(backend: string, { call }: Operation, wrong: Wrong[]): Promise<string[]> {
  await useTestedBackend(backend);
  return wrong.map(({ name, operands }) =>
    tf.tidy(() => {
      const xs = operands.map(make);
      const before = tf.memory().numTensors;
      try {
        call(xs);
      } catch (error) {
        const left = tf.memory().numTensors - before;
        return `${(error as Error).message}${left === 0 ? '' : ` (${left} tensors left)`}`;
      }
      return `took ${name}`;
    }),
  );
}

test('every function of the package is in the tables', () => {
  const functions = Object.entries(ops).filter(([, value]) => typeof value === 'function');
  expect(functions.map(([name]) => name).sort()).toEqual(
    [...Object.keys(operations), ...without].sort(),
  );
});

describe.each(Object.entries(operations))('%s', (name, operation) => {
  it('takes what it should', async () => {
    for (const backend of testedBackends) {
      await useTestedBackend(backend);
      expect(() => tf.tidy(() => void operation.call(operation.operands.map(make)))).not.toThrow();
    }
  });

  it('refuses wrong ranks, lengths and dtypes on every backend in the same words', async () => {
    const wrong = wrongOnes(operation.operands);
    const messages = await refusals('cpu', operation, wrong);
    messages.forEach((message) =>
      expect(message).toMatch(new RegExp(`^${name}: .*(but is|not) .*\\.$`)),
    );
    for (const backend of testedBackends) {
      expect(await refusals(backend, operation, wrong)).toEqual(messages);
    }
  });
});

test.each<[string, () => unknown, string]>([
  [
    'a convolution with a stride of 0',
    () => ops.convolution(tf.ones([1, 4, 4, 2]), tf.ones([3, 3, 2, 2]), { strides: 0 }),
    'convolution: strides, dilations and groups must be whole numbers from 1 on, not [0,0], [1,1] and 1.',
  ],
  [
    'a convolution with strides and dilations',
    () =>
      ops.convolution(tf.ones([1, 9, 9, 2]), tf.ones([3, 3, 2, 2]), { strides: 2, dilations: 2 }),
    'convolution: strides [2,2] and dilations [2,2] cannot both be above 1.',
  ],
  [
    'a filter that is larger than the images',
    () => ops.convolution(tf.ones([1, 2, 4, 2]), tf.ones([3, 3, 2, 2]), { pad: 'valid' }),
    'convolution: without padding a filter that reaches over [3,3] pixels does not fit into images of [2,4].',
  ],
  [
    'groups that do not divide the channels',
    () => ops.convolution(tf.ones([1, 4, 4, 6]), tf.ones([3, 3, 2, 4]), { groups: 4 }),
    'convolution: 6 channels in 4 groups need',
  ],
  [
    'heads that do not divide the channels',
    () => ops.attention(tf.ones([1, 2, 6]), tf.ones([1, 2, 6]), tf.ones([1, 2, 6]), { heads: 4 }),
    'attention: 4 heads do not divide 6 channels evenly.',
  ],
  [
    'an input that is not there',
    () => ops.arithmetic({ input: 1 }, [tf.scalar(1)]),
    'arithmetic: there is no input 1 among the 1 that were given.',
  ],
  [
    'a mask of a negative size',
    () => ops.dropoutMask([2, -1], { rate: 0.5, seed: 1 }),
    'dropoutMask: the sizes of a shape are whole numbers from 0 on, not [2,-1].',
  ],
  [
    'a rate of 1',
    () => ops.dropout(tf.ones([4]), { rate: 1, seed: 1 }),
    'The share of zeros is 1; expected',
  ],
])('%s is refused on every backend', async (_, call, message) => {
  for (const backend of testedBackends) {
    await useTestedBackend(backend);
    expect(() => tf.tidy(() => void call())).toThrow(message);
  }
});
