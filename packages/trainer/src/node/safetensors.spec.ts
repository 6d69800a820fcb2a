import { decodeSafetensors, encodeSafetensors } from './safetensors.js';
import type { TensorMap } from '../tensor-map.js';

/** A file with a hand-written header. */
function file(header: unknown, dataBytes = 0): Uint8Array {
  const json = new TextEncoder().encode(
    typeof header === 'string' ? header : JSON.stringify(header),
  );
  const bytes = new Uint8Array(8 + json.byteLength + dataBytes);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(json.byteLength), true);
  bytes.set(json, 8);
  return bytes;
}

const f32 = (begin: number, end: number, shape = [(end - begin) / 4]) => ({
  dtype: 'F32',
  shape,
  data_offsets: [begin, end],
});

describe('safetensors', () => {
  const tensors: TensorMap = {
    mask: { dtype: 'bool', shape: [3], data: Uint8Array.of(1, 0, 1) },
    'conv/kernel': {
      dtype: 'float32',
      shape: [2, 2],
      data: Float32Array.of(1.5, NaN, -Infinity, -0),
    },
    pixels: { dtype: 'uint8', shape: [1, 5], data: Uint8Array.of(0, 1, 2, 254, 255) },
    step: { dtype: 'int32', shape: [], data: Int32Array.of(-7) },
    mean: { dtype: 'float64', shape: [1], data: Float64Array.of(Math.PI) },
    empty: { dtype: 'float32', shape: [0, 4], data: new Float32Array(0) },
    ['__proto__']: { dtype: 'uint8', shape: [1], data: Uint8Array.of(9) },
  };

  it('gives back every tensor, bit for bit, and the metadata', () => {
    const decoded = decodeSafetensors(encodeSafetensors(tensors, { layout: 'HWIO' }));
    expect(decoded.metadata).toEqual({ layout: 'HWIO' });
    expect(Object.keys(decoded.tensors).sort()).toEqual(Object.keys(tensors).sort());
    for (const [name, { dtype, shape, data }] of Object.entries(tensors)) {
      const got = decoded.tensors[name];
      expect([name, got.dtype, got.shape]).toEqual([name, dtype, shape]);
      expect(Buffer.from(got.data.buffer)).toEqual(Buffer.from(data.buffer));
    }
  });

  it('writes the published byte layout', () => {
    const bytes = encodeSafetensors({
      a: { dtype: 'float32', shape: [1], data: Float32Array.of(1) },
    });
    const json = '{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}';
    expect(Buffer.from(bytes)).toEqual(
      Buffer.concat([
        Buffer.from([56, 0, 0, 0, 0, 0, 0, 0]),
        Buffer.from(json.padEnd(56)),
        Buffer.from([0, 0, 0x80, 0x3f]),
      ]),
    );
  });

  it('aligns every tensor to its element size', () => {
    const bytes = encodeSafetensors(tensors);
    const headerBytes = Number(new DataView(bytes.buffer).getBigUint64(0, true));
    expect(headerBytes % 8).toBe(0);
    const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + headerBytes)));
    expect(header.mean.data_offsets[0] % 8).toBe(0);
    expect(header.step.data_offsets[0] % 4).toBe(0);
    expect(header['conv/kernel'].data_offsets[0] % 4).toBe(0);
  });

  it('writes the same bytes whatever the order of the tensors', () => {
    const reversed = Object.fromEntries(Object.entries(tensors).reverse());
    expect(encodeSafetensors(reversed)).toEqual(encodeSafetensors(tensors));
  });

  it('encodes and decodes views into larger buffers', () => {
    const data = Float32Array.of(0, 1, 2, 3).subarray(1, 3);
    const bytes = encodeSafetensors({ a: { dtype: 'float32', shape: [2], data } });
    const shifted = new Uint8Array(bytes.byteLength + 3);
    shifted.set(bytes, 3);
    expect(Array.from(decodeSafetensors(shifted.subarray(3)).tensors.a.data)).toEqual([1, 2]);
  });

  it("decodes Node's Buffers into tensors that own their memory", () => {
    const bytes = Buffer.from(encodeSafetensors(tensors));
    const { data } = decodeSafetensors(bytes).tensors.step;
    bytes.fill(0);
    expect(Array.from(data)).toEqual([-7]);
    expect(data.buffer.byteLength).toBe(4);
  });

  it('holds no tensors at all if given none', () => {
    expect(decodeSafetensors(encodeSafetensors({}))).toEqual({ tensors: {}, metadata: {} });
  });

  it('refuses to write data that does not fit its shape', () => {
    const data = new Float32Array(3);
    expect(() => encodeSafetensors({ w: { dtype: 'float32', shape: [2, 2], data } })).toThrow(
      'Tensor "w" has 3 elements, but its shape [2,2] asks for 4.',
    );
    expect(() => encodeSafetensors({ w: { dtype: 'float32', shape: [-3], data } })).toThrow(
      'not negative',
    );
    expect(() => encodeSafetensors({ __metadata__: tensors.mask })).toThrow('__metadata__');
  });

  it.each<[string, Uint8Array, string]>([
    ['an empty file', new Uint8Array(0), 'begins with an 8-byte length, but this one has 0 bytes'],
    ['a huge header', new Uint8Array(8).fill(255), 'the limit is 100000000'],
    ['a cut header', file({ a: f32(0, 4) }, 4).subarray(0, 20), 'cut short'],
    ['a header that is no JSON', file('{"a":'), 'not valid JSON'],
    ['a header that is no object', file([1]), 'not a JSON object'],
    [
      'an unknown element type',
      file({ a: { ...f32(0, 4), dtype: 'BF16' } }, 4),
      '"BF16"; expected',
    ],
    ['a negative dimension', file({ a: f32(0, 4, [-1]) }, 4), 'shape [-1]'],
    ['a missing shape', file({ a: { dtype: 'F32', data_offsets: [0, 4] } }, 4), 'shape undefined'],
    ['reversed offsets', file({ a: f32(4, 0, [1]) }, 4), 'expected [begin, end]'],
    [
      'a wrong size',
      file({ a: f32(0, 8, [3]) }, 8),
      'spans 8 bytes, but float32 of shape [3] takes 12',
    ],
    ['data out of range', file({ a: f32(0, 8) }, 4), 'ends at byte 8 of the data'],
    [
      'an overlap',
      file({ a: f32(0, 8), b: f32(4, 12) }, 12),
      '"b" begins at byte 4 of the data and overlaps',
    ],
    [
      'a gap',
      file({ a: f32(0, 4), b: f32(8, 12) }, 12),
      '"b" begins at byte 8 of the data and leaves a gap',
    ],
    ['data after the last tensor', file({ a: f32(0, 4) }, 5), 'cover 4 bytes, but'],
    ['metadata that is no text', file({ __metadata__: { a: 1 } }), 'map strings to strings'],
  ])('refuses to read %s', (_, bytes, message) => {
    expect(() => decodeSafetensors(bytes)).toThrow(message);
  });
});
