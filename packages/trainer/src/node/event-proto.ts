import type { Histogram } from './histogram.js';

// The few messages of TensorFlow's event.proto and summary.proto that are needed, in the protocol
// buffers wire format (https://protobuf.dev/programming-guides/encoding). A field is a tag, its number
// times 8 plus the wire type, and a value.

const wireType = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 };

interface EventBase {
  /** Seconds since 1970. */
  wallTime: number;
  step: number;
}

/** The first record of an events file: `Event { wall_time, file_version }`. */
export function fileVersionEvent(wallTime: number): Uint8Array {
  return event({ wallTime, step: 0 }, bytesField(3, new TextEncoder().encode('brain.Event:2')));
}

/** `Event { wall_time, step, summary { value { tag, simple_value } … } }`. */
export function scalarsEvent(
  base: EventBase,
  scalars: Readonly<Record<string, number>>,
): Uint8Array {
  return summaryEvent(base, scalars, (value) => fixedField(2, 'fixed32', value));
}

/** `Event { wall_time, step, summary { value { tag, histo } … } }`. */
export function histogramsEvent(
  base: EventBase,
  histograms: Readonly<Record<string, Histogram>>,
): Uint8Array {
  return summaryEvent(base, histograms, (histogram) => bytesField(5, histogramProto(histogram)));
}

function summaryEvent<T>(
  base: EventBase,
  values: Readonly<Record<string, T>>,
  fieldOf: (value: T) => Uint8Array,
): Uint8Array {
  const fields = Object.entries(values).map(([tag, value]) =>
    bytesField(1, concat([bytesField(1, new TextEncoder().encode(tag)), fieldOf(value)])),
  );
  return event(base, bytesField(5, concat(fields)));
}

/** `HistogramProto { min, max, num, sum, sum_squares, bucket_limit, bucket }`. */
function histogramProto(histogram: Histogram): Uint8Array {
  const { min, max, count, sum, sumOfSquares, limits, counts } = histogram;
  return concat([
    ...[min, max, count, sum, sumOfSquares].map((value, i) => fixedField(i + 1, 'fixed64', value)),
    ...[limits, counts].map((values, i) => bytesField(i + 6, doubles(values))),
  ]);
}

function doubles(values: readonly number[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(values.length * 8));
  values.forEach((value, i) => view.setFloat64(i * 8, value, true));
  return new Uint8Array(view.buffer);
}

/**
 * `Event { wall_time, step, session_log { status: START } }`, upon which TensorBoard forgets what
 * earlier files hold of this step and later ones.
 */
export function sessionStartEvent(base: EventBase): Uint8Array {
  return event(base, bytesField(7, Uint8Array.of(tag(1, 'varint'), 1)));
}

function event({ wallTime, step }: EventBase, content: Uint8Array): Uint8Array {
  return concat([
    fixedField(1, 'fixed64', wallTime),
    Uint8Array.of(tag(2, 'varint'), ...varint(step)),
    content,
  ]);
}

function fixedField(number: number, type: 'fixed32' | 'fixed64', value: number): Uint8Array {
  const field = new Uint8Array(type === 'fixed64' ? 9 : 5);
  field[0] = tag(number, type);
  const view = new DataView(field.buffer);
  if (type === 'fixed64') view.setFloat64(1, value, true);
  else view.setFloat32(1, value, true);
  return field;
}

function bytesField(number: number, bytes: Uint8Array): Uint8Array {
  return concat([Uint8Array.of(tag(number, 'bytes'), ...varint(bytes.byteLength)), bytes]);
}

function tag(number: number, type: keyof typeof wireType): number {
  return number * 8 + wireType[type];
}

/** Seven bits a byte, lowest first; division, because a step can need more than 32 bits. */
function varint(value: number): number[] {
  if (!Number.isSafeInteger(value) || value < 0) {
    throw new Error(
      `The step of an event is ${value}; expected a whole number that is not negative.`,
    );
  }
  const bytes: number[] = [];
  for (; value >= 0x80; value = Math.floor(value / 0x80)) bytes.push((value % 0x80) | 0x80);
  return [...bytes, value];
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}
