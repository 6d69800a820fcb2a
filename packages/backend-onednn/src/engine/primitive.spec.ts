import { describeOnednn, useOnednn } from '../../testing/onednn.js';
import { RecordingLibrary } from '../../testing/recording-library.js';
import { rangeFrom } from '../memory/memory-range.js';
import { strided } from '../portable/array.js';
import { Storage } from '../portable/storage.js';
import { eltwise, eltwiseGradient } from '../primitives/eltwise.js';
import { matmulPrimitive } from '../primitives/matmul.js';
import { bytesOf } from './descriptor.js';
import { Onednn } from './onednn.js';

test('an array takes the bytes from its first element to the end of its last', () => {
  expect(bytesOf(strided([2, 3], Storage.f32))).toBe(24);
  expect(bytesOf(strided([2, 3], Storage.bf16))).toBe(12);
  expect(bytesOf(strided([2, 3], Storage.f32, [10, 1]))).toBe(4 * 13);
  expect(bytesOf(strided([4, 0, 3], Storage.f32))).toBe(0);
});

test('the rest of a range stays inside of it', () => {
  const range = { address: 1000, bytes: 64 };
  expect(rangeFrom(range, 16)).toEqual({ address: 1016, bytes: 48 });
  for (const offset of [-1, 65, NaN]) expect(() => rangeFrom(range, offset)).toThrow(RangeError);
});

describeOnednn('a primitive', () => {
  it('refuses each argument that is too short, by name and bytes, and runs nothing', async () => {
    const { onednn } = await useOnednn();
    const primitive = eltwiseGradient(onednn, 100, { algorithm: 'tanh' });
    onednn.pool.lend(400, (block) => {
      block.floats(100).fill(7);
      const whole = { address: block.address, bytes: 400 };
      const short = { address: block.address, bytes: 399 };
      const places = { source: whole, diffDestination: whole, diffSource: whole };
      for (const role of Object.keys(places)) {
        expect(() => primitive.run({ ...places, [role]: short })).toThrow(
          new RegExp(
            `'gradient of element-wise tanh'.* needs 400 bytes for its ${role}, but was given 399`,
          ),
        );
      }
      expect(block.floats(100).every((value) => value === 7)).toBe(true);
    });
  });

  it('refuses too few and too many arguments, and says which it takes', async () => {
    const { onednn } = await useOnednn();
    const [matrix, row] = [strided([4, 4], Storage.f32), strided([1, 4], Storage.f32)];
    const layouts = { a: matrix, b: matrix, c: matrix };
    const [plain, biased] = [layouts, { ...layouts, bias: row }].map((wanted) =>
      matmulPrimitive(onednn, wanted),
    );
    onednn.pool.lend(64, (block) => {
      const factors = { source: block, weights: block };
      const places = { ...factors, destination: block };
      expect(() => biased.run(places)).toThrow(
        'takes source (64 bytes), weights (64 bytes), bias (16 bytes), destination (64 bytes), ' +
          'but was given source, weights, destination.',
      );
      expect(() => plain.run({ ...places, bias: block })).toThrow(
        'takes source (64 bytes), weights (64 bytes), destination (64 bytes), ' +
          'but was given source, weights, destination, bias.',
      );
      const misnamed = { ...factors, bias: block } as unknown as typeof places;
      expect(() => plain.run(misnamed)).toThrow('but was given source, weights, bias.');
    });
  });

  it('reads tensors as it wants them, and refuses to write to one that is stored otherwise', async () => {
    const backend = await useOnednn();
    const size = 64;
    const { onednn } = backend;
    const primitive = eltwise(onednn, size, { algorithm: 'linear', alpha: 2 });
    const [x, y] = [backend.output([size]), backend.output([size])];
    const [halfX, halfY] = [x, y].map(({ shape }) =>
      backend.output(shape, 'float32', Storage.bf16),
    );
    halfX.data.edit((numbers) => numbers.fill(1.5));
    primitive.run({ source: halfX.data, destination: y.data });
    expect(y.data.numbers.every((value) => value === 3)).toBe(true);
    expect(() => primitive.run({ source: y.data, destination: halfY.data })).toThrow(
      /'element-wise linear' .* has its destination in another storage or layout/,
    );
    for (const output of [x, y, halfX, halfY]) backend.disposeIntermediateTensorInfo(output);
  });

  it('does not run once it was destroyed, and is destroyed once', async () => {
    const { onednn } = await useOnednn();
    const primitive = eltwiseGradient(onednn, 100, { algorithm: 'tanh' });
    const { usedBytes } = onednn.pool;
    onednn.primitives.clear();
    primitive.destroy();
    expect(onednn.pool.usedBytes).toBeLessThan(usedBytes);
    onednn.pool.lend(400, (block) =>
      expect(() =>
        primitive.run({ source: block, diffDestination: block, diffSource: block }),
      ).toThrow(/tanh.* was destroyed/),
    );
  });
});

describe.each([2, 3])('a primitive of a library of version %d', (major) => {
  const make = () => {
    const library = new RecordingLibrary({ major, minor: major === 2 ? 7 : 5, patch: 0 });
    return { library, onednn: new Onednn(library) };
  };
  const setHandle = /^dnnl_memory_set_data_handle/;
  const matrix = strided([4, 4], Storage.f32);

  it('throws when the library refuses an address, and offers it again', () => {
    const { library, onednn } = make();
    const primitive = matmulPrimitive(onednn, { a: matrix, b: matrix, c: matrix });
    const name = [...library.bound].find((bound) => setHandle.test(bound)) ?? '';
    onednn.pool.lend(64, (block) => {
      const places = { source: block, weights: block, destination: block };
      library.refused.add(name);
      for (let i = 0; i < 2; i++) {
        expect(() => primitive.run(places)).toThrow(
          'oneDNN could not set the source of a matrix product: unimplemented.',
        );
      }
      expect(library.argsOf('dnnl_primitive_execute')).toHaveLength(0);
      library.refused.clear();
      primitive.run(places);
      expect(library.argsOf('dnnl_primitive_execute')).toHaveLength(1);
    });
  });

  it.each(['dnnl_primitive_create', 'dnnl_memory_create'])(
    'leaves nothing behind when %s fails',
    (name) => {
      const { library, onednn } = make();
      library.refused.add(name);
      const { usedBytes } = onednn.pool;
      expect(() => matmulPrimitive(onednn, { a: matrix, b: matrix, c: matrix })).toThrow(
        'oneDNN could not create',
      );
      expect(library.living).toEqual([]);
      expect(onednn.pool.usedBytes).toBe(usedBytes);
    },
  );
});
