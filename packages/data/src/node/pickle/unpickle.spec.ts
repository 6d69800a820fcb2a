import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { DatasetError } from '../../dataset-error.js';
import { NdArray, textOf, Tuple } from './ndarray.js';
import { unpickle } from './unpickle.js';

const fixtures = new URL('../../../testing/fixtures/', import.meta.url);
const read = (name: string) => readFileSync(new URL(name, fixtures));
const expected = JSON.parse(read('pickles.json').toString()) as Record<string, object>;

/** A value as JSON would have it. */
function plain(value: unknown): unknown {
  const text = textOf(value);
  if (text !== undefined) return text;
  if (value instanceof Map) {
    return Object.fromEntries([...value].map(([key, one]) => [key as string, plain(one)]));
  }
  if (value instanceof NdArray) {
    const sha256 = createHash('sha256').update(value.bytes).digest('hex');
    return { shape: value.shape, sha256 };
  }
  return Array.isArray(value) ? value.map(plain) : value;
}

/** A pickle of opcodes, given as texts and numbers. */
const pickle = (...parts: (string | number)[]) =>
  Uint8Array.from(
    [0x80, 2, ...parts, '.'].flatMap((part) =>
      typeof part === 'number' ? [part] : [...Buffer.from(part, 'latin1')],
    ),
  );

describe('unpickle', () => {
  it.each(Object.keys(expected))('reads %s as Python does', (name) => {
    expect(plain(unpickle(read(name), name))).toEqual(expected[name]);
  });

  it.each<[unknown, Uint8Array]>([
    [null, pickle('N')],
    [true, pickle(0x88)],
    [-2, pickle('J', 0xfe, 0xff, 0xff, 0xff)],
    [513, pickle('M', 1, 2)],
    ['é', pickle('X', 2, 0, 0, 0, 0xc3, 0xa9)],
    [[1, 2, 1], pickle(']', '(', 'K', 1, 'q', 5, 'K', 2, 'h', 5, 'e')],
    [new Map([['a', 7]]), pickle('}', 'U', 1, 'a', 'K', 7, 's')],
    [new Tuple([1, new Tuple([])]), pickle('(', 'K', 1, ')', 't')],
  ])('reads %p', (value, bytes) => {
    expect(unpickle(bytes, 'p')).toEqual(value);
  });

  it.each<[string, Uint8Array, string]>([
    [
      'a call of the system',
      pickle('cos\nsystem\n', 'U', 2, 'ls', 0x85, 'R'),
      "the name 'os.system', which is not loaded, at byte 2",
    ],
    [
      'eval',
      pickle('c__builtin__\neval\n'),
      "the name '__builtin__.eval', which is not loaded, at byte 2",
    ],
    ['an instance', pickle('(', 'i'), 'the opcode 0x69 at byte 3'],
    ['a class by extension', pickle(0x82, 1), 'the opcode 0x82 at byte 2'],
    ['a new object', pickle('N', 'N', 0x81), 'the opcode 0x81 at byte 4'],
    ['a persistent id', pickle('P1\n'), 'the opcode 0x50 at byte 2'],
    ['a call of a number', pickle('K', 1, ')', 'R'), 'a call that is not made at byte 5'],
    ['a list of an array', pickle('cnumpy\nndarray\n', ')', 'R'), 'a call that is not made'],
    [
      'another element type',
      pickle('cnumpy\ndtype\n', 'K', 3, 0x85, 'R'),
      'a call that is not made',
    ],
    ['a state of a list', pickle(']', 'N', 'b'), 'a state that is none of'],
    ['an item for a list', pickle(']', 'K', 1, 'K', 2, 's'), 'items for what is no dict'],
    ['a key that is no text', pickle('}', 'K', 1, 'K', 2, 's'), 'a key that is no text'],
    ['an append to a dict', pickle('}', 'K', 1, 'a'), 'an append to what is no list'],
    ['items without a mark', pickle(']', 'e'), 'items without a mark'],
    ['a reference to nothing', pickle('h', 9), 'a reference to 9, which is not there,'],
    ['nothing', pickle(), 'an empty stack at byte 2'],
    ['protocol 4', Uint8Array.of(0x80, 4, 0x95), 'protocol 4 in place of 2'],
    ['no pickle', Uint8Array.of(1, 2, 3), 'no protocol mark at byte 0'],
    [
      'a text that is too long',
      pickle('X', 255, 255, 255, 255),
      'the end of the file too early, at byte 2',
    ],
    ['no end', pickle('N').subarray(0, 3), 'the end of the file too early, at byte 3'],
    ['a name without an end', pickle('cnumpy'), 'a name without an end'],
  ])('refuses %s, by opcode and place', (_, bytes, message) => {
    expect(() => unpickle(bytes, 'a/b')).toThrow(DatasetError);
    expect(() => unpickle(bytes, 'a/b')).toThrow('"a/b" is no pickle of the kind that CIFAR');
    expect(() => unpickle(bytes, 'a/b')).toThrow(message);
  });

  it('reads the published file of class names', () => {
    // as https://www.cs.toronto.edu/~kriz/cifar.html has it in cifar-10-python.tar.gz, by torchvision's checksum
    const md5 = createHash('md5').update(read('cifar-10-batches-py/batches.meta')).digest('hex');
    expect(md5).toBe('5ff9c542aee3614f3951f8cda6e48888');
  });

  it('is not made to take more time or memory than a file of that size needs', () => {
    const [nested, opcodes, long] = [50_000, 2 ** 20, 60_000].map((n) => Buffer.alloc(n, ']'));
    expect(
      unpickle(Buffer.concat([pickle(']').subarray(0, 3), nested, Buffer.from('.')]), 'p'),
    ).toEqual([]);
    expect(() => unpickle(Buffer.concat([pickle().subarray(0, 2), opcodes]), 'p')).toThrow(
      'more opcodes than it has',
    );
    const text = Buffer.concat([Buffer.from([0x58, 0x60, 0xea, 0, 0]), long]);
    const key = Buffer.concat([pickle('}').subarray(0, 3), text, Buffer.from('Ns.')]);
    expect(() => unpickle(key, 'p')).toThrow('a key that is no text');
    const encode = [...'c_codecs\nencode\n', 'h', 1, 'X', 6, 0, 0, 0, ...'latin1', 0x86, 'R'];
    const codes = encode.map((one) => (typeof one === 'number' ? one : one.charCodeAt(0)));
    const head = [pickle().subarray(0, 2), text, Buffer.from(['q'.charCodeAt(0), 1])];
    const often = Array.from({ length: 50 }, () => Buffer.from(codes));
    expect(() => unpickle(Buffer.concat([...head, ...often]), 'p')).toThrow(
      'a call that is not made',
    );
  });

  it('refuses arrays of other kinds', () => {
    const file = read('python-3/test_batch').toString('latin1');
    const changed = (from: string, to: string) => {
      expect(file).toContain(from);
      return Buffer.from(file.replaceAll(from, to), 'latin1');
    };
    for (const [from, to] of [
      ['X\x02\0\0\0u1', 'X\x02\0\0\0i8'],
      ['\x89', '\x88'], // column-major
      ['K\x02M\x00\x0c\x86', 'K\x03M\x00\x0c\x86'],
    ]) {
      expect(() => unpickle(changed(from, to), 'p')).toThrow(
        'a state that is none of a row-major array of unsigned bytes',
      );
    }
  });
});
