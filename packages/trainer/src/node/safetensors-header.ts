import type { DType } from '../tensor-map.js';
import { dtypeOfCode, dtypes, sizeOfShape } from '../tensor-map.js';

/** Where one tensor lies: `begin` and `end` are bytes from the start of the data. */
export interface HeaderEntry {
  name: string;
  dtype: DType;
  shape: readonly number[];
  begin: number;
  end: number;
}

/** A checked header; `headerBytes` includes the eight bytes of its length. */
export interface Header {
  entries: HeaderEntry[];
  metadata: Record<string, string>;
  headerBytes: number;
}

const lengthBytes = 8;
/** The limit of the reference implementation, against files that would exhaust the memory. */
const maximumHeaderBytes = 100_000_000;

/** The header length and the JSON header, padded with spaces to a multiple of 8 bytes. */
export function encodeHeader(
  entries: readonly HeaderEntry[],
  metadata: Readonly<Record<string, string>>,
): Uint8Array {
  const fields = entries.map(({ name, dtype, shape, begin, end }): [string, object] => [
    name,
    { dtype: dtypes[dtype].code, shape, data_offsets: [begin, end] },
  ]);
  if (Object.keys(metadata).length > 0) fields.unshift(['__metadata__', metadata]);
  const json = new TextEncoder().encode(JSON.stringify(Object.fromEntries(fields)));
  const jsonBytes = Math.ceil(json.byteLength / 8) * 8;
  if (jsonBytes > maximumHeaderBytes) throw new Error(tooLong(jsonBytes));
  const header = new Uint8Array(lengthBytes + jsonBytes).fill(0x20);
  new DataView(header.buffer).setBigUint64(0, BigInt(jsonBytes), true);
  header.set(json, lengthBytes);
  return header;
}

/** Reads and checks the header of a safetensors file. See `decodeSafetensors` for what it refuses. */
export function decodeHeader(file: Uint8Array): Header {
  const headerBytes = lengthBytes + headerLength(file);
  const json = parseHeader(file.subarray(lengthBytes, headerBytes));
  const { __metadata__: metadata = {}, ...tensors } = json;
  const entries = Object.entries(tensors).map(([name, value]) => readEntry(name, value));
  checkCoverage(entries, file.byteLength - headerBytes);
  return { entries, metadata: readMetadata(metadata), headerBytes };
}

function headerLength(file: Uint8Array): number {
  if (file.byteLength < lengthBytes) {
    throw new Error(
      `A safetensors file begins with an 8-byte length, but this one has ${file.byteLength} bytes.`,
    );
  }
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const length = Number(view.getBigUint64(0, true));
  if (length > maximumHeaderBytes) throw new Error(tooLong(length));
  if (length > file.byteLength - lengthBytes) {
    throw new Error(
      `The safetensors header should have ${length} bytes, but only ${file.byteLength - lengthBytes} follow its length: the file is cut short or of another format.`,
    );
  }
  return length;
}

function parseHeader(bytes: Uint8Array): Record<string, unknown> {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new Error('The safetensors header is not valid JSON.', { cause });
  }
  if (!isRecord(json)) throw new Error('The safetensors header is not a JSON object.');
  return json;
}

function readEntry(name: string, value: unknown): HeaderEntry {
  const entry = isRecord(value) ? value : {};
  const dtype = dtypeOfCode(entry.dtype);
  if (!dtype) {
    const known = Object.values(dtypes).map(({ code }) => code);
    throw new Error(
      `Tensor "${name}" has element type ${JSON.stringify(entry.dtype)}; expected one of ${known.join(', ')}.`,
    );
  }
  const { shape, data_offsets: offsets } = entry;
  if (!isNaturals(shape)) {
    throw new Error(
      `Tensor "${name}" has shape ${JSON.stringify(shape)}; expected a list of whole numbers.`,
    );
  }
  if (!isNaturals(offsets) || offsets.length !== 2 || offsets[0] > offsets[1]) {
    throw new Error(
      `Tensor "${name}" has data_offsets ${JSON.stringify(offsets)}; expected [begin, end] in bytes.`,
    );
  }
  const [begin, end] = offsets;
  const expected = sizeOfShape(shape) * dtypes[dtype].elementBytes;
  if (end - begin !== expected) {
    throw new Error(
      `Tensor "${name}" spans ${end - begin} bytes, but ${dtype} of shape [${shape}] takes ${expected}.`,
    );
  }
  return { name, dtype, shape, begin, end };
}

function checkCoverage(entries: readonly HeaderEntry[], dataBytes: number): void {
  let covered = 0;
  const sorted = [...entries].sort((a, b) => a.begin - b.begin || a.end - b.end);
  for (const { name, begin, end } of sorted) {
    if (end > dataBytes) {
      throw new Error(
        `Tensor "${name}" ends at byte ${end} of the data, but there are only ${dataBytes}: the file is cut short.`,
      );
    }
    if (begin !== covered) {
      const fault = begin < covered ? 'overlaps the tensor before it' : 'leaves a gap before it';
      throw new Error(
        `Tensor "${name}" begins at byte ${begin} of the data and ${fault}; expected ${covered}.`,
      );
    }
    covered = end;
  }
  if (covered !== dataBytes) {
    throw new Error(
      `The tensors cover ${covered} bytes, but the safetensors file has ${dataBytes} bytes of data.`,
    );
  }
}

function readMetadata(metadata: unknown): Record<string, string> {
  if (!isRecord(metadata) || !Object.values(metadata).every((v) => typeof v === 'string')) {
    throw new Error('The "__metadata__" of a safetensors file must map strings to strings.');
  }
  return metadata as Record<string, string>;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isNaturals(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((n) => Number.isSafeInteger(n) && n >= 0);
}

function tooLong(bytes: number): string {
  return `The safetensors header has ${bytes} bytes; the limit is ${maximumHeaderBytes}.`;
}
