import { maskedCrc32c } from '../src/node/crc32c.js';

/** Fields of a protocol buffers message, by their numbers. */
export type Fields = [number, bigint | number | Uint8Array][];

/** The payloads of a TFRecord file, checksums checked. */
export function readRecords(file: Uint8Array): Uint8Array[] {
  const records: Uint8Array[] = [];
  for (let at = 0; at < file.byteLength;) {
    const view = new DataView(file.buffer, file.byteOffset + at);
    const length = Number(view.getBigUint64(0, true));
    expect(view.getUint32(8, true)).toBe(maskedCrc32c(file.subarray(at, at + 8)));
    const data = file.subarray(at + 12, at + 12 + length);
    expect(data.byteLength).toBe(length);
    expect(view.getUint32(12 + length, true)).toBe(maskedCrc32c(data));
    records.push(data);
    at += 16 + length;
  }
  return records;
}

/** The fields of a protocol buffers message, in order. */
export function readFields(message: Uint8Array): Fields {
  const view = new DataView(message.buffer, message.byteOffset, message.byteLength);
  const fields: Fields = [];
  let at = 0;
  const varint = () => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = message[at++];
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  };
  while (at < message.byteLength) {
    const tag = Number(varint());
    const number = tag >> 3;
    switch (tag & 7) {
      case 0:
        fields.push([number, varint()]);
        break;
      case 1:
        fields.push([number, view.getFloat64(at, true)]);
        at += 8;
        break;
      case 2: {
        const length = Number(varint());
        fields.push([number, message.subarray(at, at + length)]);
        at += length;
        break;
      }
      case 5:
        fields.push([number, view.getFloat32(at, true)]);
        at += 4;
        break;
      default:
        throw new Error(`wire type ${tag & 7}`);
    }
  }
  return fields;
}

/** A packed field of doubles. */
export function readDoubles(value: unknown): number[] {
  const { buffer, byteOffset, byteLength } = value as Uint8Array;
  const view = new DataView(buffer, byteOffset, byteLength);
  return Array.from({ length: byteLength / 8 }, (_, i) => view.getFloat64(i * 8, true));
}
