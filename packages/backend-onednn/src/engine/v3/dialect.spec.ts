import { RecordingLibrary } from '../../../testing/recording-library.js';
import { anyLayout, strided } from '../../portable/array.js';
import { Storage } from '../../portable/storage.js';
import { Onednn } from '../onednn.js';
import type { PrimitiveDescriptor } from '../primitive-descriptor.js';

const { f32, bf16 } = Storage;
const images = strided([2, 3, 8, 8], bf16, [192, 1, 24, 3]);
const results = strided([2, 4, 8, 8], f32);
const filter = anyLayout([4, 3, 3, 3], bf16);
const bias = strided([4], f32);
const matrix = strided([6, 5], f32);
const window = { strides: [1, 1], dilations: [0, 0], before: [1, 1], after: [1, 1] };

// As the double describes them: dims, data type, strides (or the tag `any`, 1).
const noted = {
  images: '2,3,8,8 2 192,1,24,3',
  results: '2,4,8,8 3 256,64,8,1',
  filter: '4,3,3,3 2 1',
  bias: '4 3 1',
  matrix: '6,5 3 5,1',
};

/** Asks for operations and returns the arguments after the engine, by function. */
function record(
  ask: (onednn: Onednn) => PrimitiveDescriptor[],
): (name: string) => readonly unknown[] {
  const library = new RecordingLibrary({ major: 3, minor: 5, patch: 0 });
  for (const descriptor of ask(new Onednn(library))) descriptor.destroy();
  expect(library.living).toEqual([]);
  return (name) => {
    const [args, ...more] = library.argsOf(`dnnl_${name}_primitive_desc_create`);
    expect(more).toEqual([]);
    expect(args.slice(0, 2)).toEqual(['out', 'engine by dnnl_engine_create']);
    return args.slice(2);
  };
}

const hint = (name: string) => `pd by dnnl_${name}_primitive_desc_create`;

// Expected: the parameter lists in `dnnl.h` and the numbers in `dnnl_types.h` of oneDNN 3.x.
describe('operations in the dialect of oneDNN 3.x', () => {
  it('asks for convolutions', () => {
    const wanted = { source: images, filter, destination: results, ...window };
    const args = record(({ operations }) => {
      const forward = operations.convolutionForward({ ...wanted, bias });
      const data = operations.convolutionBackwardData(wanted, forward);
      return [forward, data, operations.convolutionBackwardWeights(wanted, forward)];
    });
    const [direct, training] = [1, 64];
    const numbers = [[1, 1], [0, 0], [1, 1], [1, 1]]; // prettier-ignore
    expect(args('convolution_forward')).toEqual([
      ...[training, direct, noted.images, noted.filter, noted.bias, noted.results],
      ...[...numbers, 'none'],
    ]);
    expect(args('convolution_backward_data')).toEqual([
      ...[direct, noted.images, noted.filter, noted.results],
      ...[...numbers, hint('convolution_forward'), 'none'],
    ]);
    expect(args('convolution_backward_weights')).toEqual([
      ...[direct, noted.images, noted.filter, 'none', noted.results],
      ...[...numbers, hint('convolution_forward'), 'none'],
    ]);
  });

  it('asks for matrix products', () => {
    const a = strided([6, 7], bf16);
    const b = strided([7, 5], bf16, [1, 7]);
    const args = record(({ operations }) => [operations.matmul({ a, b, c: matrix })]);
    expect(args('matmul')).toEqual(['6,7 2 7,1', '7,5 2 1,7', 'none', noted.matrix, 'none']);
  });

  it.each([
    ['relu', 0x20],
    ['tanh', 0x21],
    ['elu', 0x22],
    ['square', 0x23],
    ['abs', 0x24],
    ['sqrt', 0x25],
    ['linear', 0x26],
    ['logistic', 0x29],
    ['exp', 0x2a],
    ['geluTanh', 0x2b],
    ['log', 0x2d],
    ['clip', 0x2e],
    ['geluErf', 0x31],
  ] as const)('asks for element-wise %s by number %i', (algorithm, number) => {
    const wanted = { array: matrix, algorithm, alpha: 0.5, beta: 2 };
    const args = record(({ operations }) => {
      const forward = operations.eltwiseForward(wanted);
      return [forward, operations.eltwiseBackward(wanted, forward)];
    });
    const { matrix: x } = noted;
    expect(args('eltwise_forward')).toEqual([64, number, x, x, 0.5, 2, 'none']);
    expect(args('eltwise_backward')).toEqual([
      ...[number, x, x, x, 0.5, 2, hint('eltwise_forward'), 'none'],
    ]);
  });

  it.each([
    ['add', 0x1fff0],
    ['mul', 0x1fff1],
    ['max', 0x1fff2],
    ['min', 0x1fff3],
    ['div', 0x1fff4],
    ['sub', 0x1fff5],
    ['greaterEqual', 0x1fff6],
    ['greater', 0x1fff7],
    ['lessEqual', 0x1fff8],
    ['less', 0x1fff9],
    ['equal', 0x1fffa],
    ['notEqual', 0x1fffb],
  ] as const)('asks for binary %s by number %i', (algorithm, number) => {
    const b = strided([1, 5], f32);
    const destination = strided([6, 5], Storage.u8);
    const args = record(({ operations }) => [
      operations.binary({ algorithm, a: matrix, b, destination }),
    ]);
    expect(args('binary')).toEqual([number, noted.matrix, '1,5 3 5,1', '6,5 6 5,1', 'none']);
  });

  it.each([
    ['max', 0x1ff],
    ['averageOfAll', 0x2ff],
    ['averageOfInside', 0x3ff],
  ] as const)('asks for pooling by %s', (algorithm, number) => {
    const destination = strided([2, 3, 4, 4], bf16);
    const sizes = { strides: [2, 2], kernel: [3, 3], before: [0, 0], after: [1, 1] };
    const wanted = { algorithm, source: images, destination, ...sizes };
    const args = record(({ operations }) => {
      const forward = operations.poolingForward(wanted);
      return [forward, operations.poolingBackward(wanted, forward)];
    });
    const arrays = [noted.images, '2,3,4,4 2 48,16,4,1'];
    const numbers = [[2, 2], [3, 3], [0, 0], [0, 0], [1, 1]]; // prettier-ignore
    expect(args('pooling_forward')).toEqual([64, number, ...arrays, ...numbers, 'none']);
    expect(args('pooling_backward')).toEqual([
      ...[number, ...arrays, ...numbers, hint('pooling_forward'), 'none'],
    ]);
  });

  it('asks for normalisations with its own flags', () => {
    const layer = { array: matrix, statistics: strided([6], f32), epsilon: 0.25 };
    const args = record(({ operations }) => {
      const batch = { images, epsilon: 0.5, relu: true };
      const forward = operations.batchNormForward(batch);
      const layerForward = operations.layerNormForward(layer);
      return [
        operations.batchNormBackward(batch, forward),
        operations.layerNormBackward(layer, layerForward),
        ...[forward, layerForward],
      ];
    });
    const { images: x, matrix: m } = noted;
    const [useScale, useShift, fuseRelu] = [2, 4, 8];
    const [training, backward] = [64, 128];
    const flags = useScale | useShift;
    expect(args('batch_normalization_forward')).toEqual([
      ...[training, x, x, 0.5, flags | fuseRelu, 'none'],
    ]);
    expect(args('batch_normalization_backward')).toEqual([
      ...[backward, x, x, x, 0.5, flags | fuseRelu, hint('batch_normalization_forward'), 'none'],
    ]);
    expect(args('layer_normalization_forward')).toEqual([
      ...[training, m, m, '6 3 1', 0.25, flags, 'none'],
    ]);
    expect(args('layer_normalization_backward')).toEqual([
      ...[backward, m, m, m, '6 3 1', 0.25, flags, hint('layer_normalization_forward'), 'none'],
    ]);
  });

  it.each([
    ['softmax', 0x30000],
    ['logSoftmax', 0x30001],
  ] as const)('asks for %s', (algorithm, number) => {
    const wanted = { source: matrix, destination: strided([6, 5], bf16), axis: 1, algorithm };
    const args = record(({ operations }) => {
      const forward = operations.softmaxForward(wanted);
      return [forward, operations.softmaxBackward(wanted, forward)];
    });
    const [x, y] = [noted.matrix, '6,5 2 5,1'];
    expect(args('softmax_forward')).toEqual([64, number, x, y, 1, 'none']);
    expect(args('softmax_backward')).toEqual([number, x, y, y, 1, hint('softmax_forward'), 'none']);
  });
});

describe('attributes and arguments in the dialect of oneDNN 3.x', () => {
  it('appends post-operations without the scale of 2.x, and destroys the chain', () => {
    const library = new RecordingLibrary({ major: 3, minor: 0, patch: 0 });
    const { operations } = new Onednn(library);
    const after = [{ eltwise: 'linear', alpha: -1 }, { binary: 'mul', operand: matrix }] as const; // prettier-ignore
    const wanted = { algorithm: 'sub', a: matrix, b: matrix, destination: matrix } as const;
    operations.binary(wanted, after).destroy();
    const chain = 'ops by dnnl_post_ops_create';
    const attributes = 'attr by dnnl_primitive_attr_create';
    expect(library.argsOf('dnnl_post_ops_append_eltwise')).toEqual([[chain, 0x26, -1, 0]]);
    expect(library.argsOf('dnnl_post_ops_append_binary')).toEqual([[chain, 0x1fff1, noted.matrix]]);
    expect(library.argsOf('dnnl_primitive_attr_set_post_ops')).toEqual([[attributes, chain]]);
    expect(library.argsOf('dnnl_binary_primitive_desc_create')[0].at(-1)).toBe(attributes);
    expect(library.living).toEqual([]);
  });

  it('destroys what it made when the library refuses', () => {
    const library = new RecordingLibrary({ major: 3, minor: 0, patch: 0 });
    const { operations } = new Onednn(library);
    library.refused.add('dnnl_binary_primitive_desc_create');
    const after = [{ binary: 'add', operand: matrix }] as const;
    const wanted = { algorithm: 'sub', a: matrix, b: matrix, destination: matrix } as const;
    expect(() => operations.binary(wanted, after)).toThrow(
      'oneDNN could not find an implementation of element-wise sub: unimplemented.',
    );
    expect(library.living).toEqual([]);
  });
});
