import { RecordingLibrary } from '../../testing/recording-library.js';
import { findOnednn } from '../find-onednn.js';
import type { Block } from '../memory/block.js';
import { rangeFrom } from '../memory/memory-range.js';
import { strided } from '../portable/array.js';
import { convolutionGeometry } from '../portable/convolution.js';
import { poolingGeometry } from '../portable/pooling.js';
import { Storage } from '../portable/storage.js';
import { batchNormPlan } from '../primitives/batch-norm.js';
import { chainPrimitive } from '../primitives/chain.js';
import {
  backwardDataPlan,
  backwardFilterPlan,
  forwardPlan,
} from '../primitives/convolution/plans.js';
import { eltwise, eltwiseGradient } from '../primitives/eltwise.js';
import { layerNormPlan } from '../primitives/layer-norm.js';
import { matmulPrimitive } from '../primitives/matmul.js';
import { poolingPlan } from '../primitives/pooling.js';
import { runBinary } from '../primitives/run-binary.js';
import { softmaxGradientPrimitive, softmaxPrimitive } from '../primitives/softmax.js';
import { Onednn } from './onednn.js';
import { reorder } from './reorder.js';

const versions = { 2: { major: 2, minor: 7, patch: 3 }, 3: { major: 3, minor: 5, patch: 1 } };

/** x · number + tensor */
const scaledSum = (onednn: Onednn) =>
  chainPrimitive(onednn, 64, [
    ['mul', 'number'],
    ['add', 'tensor'],
  ]);

/** Makes the plans of all kernels. */
function planEverything(onednn: Onednn, storage: Storage): void {
  const attrs = { strides: 1, pad: 'same', filterSize: 2 } as const;
  const image = [2, 8, 8, 4];
  const convolution = convolutionGeometry({
    ...{ inShape: image, filterShape: [3, 3, 4, 6], attrs, storage },
  });
  forwardPlan(onednn, convolution);
  forwardPlan(onednn, convolution, true);
  backwardDataPlan(onednn, convolution);
  backwardFilterPlan(onednn, convolution);
  const matrix = strided([4, 4], storage);
  matmulPrimitive(onednn, { a: matrix, b: matrix, c: matrix });
  for (const algorithm of ['max', 'averageOfAll'] as const) {
    poolingPlan(onednn, algorithm, poolingGeometry(image, attrs, storage));
  }
  eltwise(onednn, 64, { algorithm: 'tanh' }, storage);
  eltwiseGradient(onednn, 64, { algorithm: 'geluTanh' }, storage);
  const broadcast = { dims: [4, 4], aStrides: [0, 1], bStrides: [4, 1] };
  const storages = { a: storage, b: storage, result: storage };
  const block = onednn.pool.allocate(3 * 4 * 16);
  const [a, b, out] = [0, 64, 128].map((offset) => rangeFrom(block, offset));
  runBinary(onednn, 'sub', broadcast, { a, b, out }, storages);
  block.release();
  softmaxPrimitive(onednn, 4, 4, storage);
  softmaxGradientPrimitive(onednn, 4, 4, storage);
  reorder(onednn, matrix, strided([4, 4], Storage.f32));
  batchNormPlan(onednn, image, { epsilon: 1e-3, relu: true }, storage);
  layerNormPlan(onednn, 4, 4, 1e-3, storage);
  scaledSum(onednn);
}

const real = findOnednn();
const describeBf16 = real.cpuFeatures.includes('avx512-bf16') ? describe : describe.skip;

describe('the dialects of oneDNN', () => {
  it('are chosen by the version of the library', () => {
    const only2 = ['dnnl_memory_desc_init_by_strides', 'dnnl_matmul_desc_init'];
    const only3 = ['dnnl_memory_desc_create_with_strides', 'dnnl_matmul_primitive_desc_create'];
    const [second, third] = [versions[2], versions[3]].map((v) => new RecordingLibrary(v));
    new Onednn(second);
    new Onednn(third);
    expect([...only2, ...only3].filter((name) => second.bound.has(name))).toEqual(only2);
    expect([...only2, ...only3].filter((name) => third.bound.has(name))).toEqual(only3);
  });

  it.each(['f32', 'bf16'] as const)(
    'let every kernel plan in 3.x, in %s, and nothing made outlives the cache',
    (storage) => {
      const library = new RecordingLibrary(versions[3]);
      const onednn = new Onednn(library);
      planEverything(onednn, Storage[storage]);
      const descriptors = library.argsOf('dnnl_memory_desc_create_with_strides').length;
      expect(descriptors).toBeGreaterThan(50);
      const tags = library.argsOf('dnnl_memory_desc_create_with_tag').length;
      const destroyed = library.argsOf('dnnl_memory_desc_destroy').length;
      expect(destroyed).toBe(descriptors + tags);
      onednn.primitives.clear();
      expect(library.living).toEqual([]);
      expect(onednn.pool.usedBytes).toBe(0);
    },
  );

  describeBf16('of the library found here', () => {
    it('let every kernel plan in bf16', () => {
      const onednn = new Onednn();
      planEverything(onednn, Storage.bf16);
      expect(onednn.primitives.size).toBeGreaterThan(10);
      onednn.primitives.clear();
      expect(onednn.pool.usedBytes).toBe(0);
    });
  });

  it.each([
    [2, 16386],
    [3, 32770],
  ] as const)('give the operand of a post-operation its number in %i.x', (major, number) => {
    const onednn = new Onednn(new RecordingLibrary(versions[major]));
    const allocate = jest.spyOn(onednn.pool, 'allocate');
    scaledSum(onednn);
    const view = (allocate.mock.results[0].value as Block).dataView();
    // source, second source, destination, operand
    expect([0, 16, 32, 48].map((at) => view.getInt32(at, true))).toEqual([1, 2, 17, number]);
  });
});
