import * as tf from '@tensorflow/tfjs';
import { findOnednn } from '@gnp/backend-onednn';
import type { OnednnBackend } from '@gnp/backend-onednn';
import { useBackend } from '@gnp/backends';
import { largeCalls } from './calls.js';
import type { Call } from './calls.js';

/** From so many elements on a tensor is large. */
const large = 1 << 14;

const ofCpu = (kernelName: string, calls: readonly string[]) =>
  calls.map((name) => [name, [kernelName]]);
const loops = (calls: readonly string[]) => calls.map((name) => [name, ['a loop']]);

/** What is computed in JavaScript on `onednn`; its reasons stand in docs/performance.md. */
const inJavaScript = Object.fromEntries([
  ...loops(['expm1', 'log1p', 'sin', 'cos', 'power 2.5', 'cast to int32']),
  ...loops(['cumsum', 'cumsum of columns', 'prod of rows', 'prod of columns', 'sum of all']),
  ...['argMax', 'argMin'].flatMap((name) => loops([`${name} of rows`, `${name} of columns`])),
  ...loops(['where', 'where, by a scalar', 'prelu']),
  ...loops(['gather of columns', 'gather, its gradient', 'one hot']),
  ...loops(['resize of photographs, nearest']),
  // the incoming gradient of ones is filled
  ...['nearest', 'bilinear'].flatMap((name) => loops([`resize twice, ${name}, its gradient`])),
  ...ofCpu('Any', ['any']),
  ...ofCpu('TopK', ['top 5']),
  ...ofCpu('ResizeBilinear', ['resize of photographs, bilinear']),
]) as Readonly<Record<string, readonly string[]>>;

/** Which large tensors a call takes to JavaScript: kernels of cpu, and looks at the elements. */
function taken(call: Call, backend: OnednnBackend): string[] {
  const inputs = call.shapes.map((shape) => tf.fill(shape, 1.5));
  const prototype = Object.getPrototypeOf(backend.dataOf(tf.scalar(0))) as object;
  const { get } = Object.getOwnPropertyDescriptor(prototype, 'numbers')!;
  let looked = false;
  const look = jest.spyOn(prototype as { numbers: unknown }, 'numbers', 'get');
  look.mockImplementation(function (this: { readonly size: number }) {
    looked ||= this.size >= large;
    return get!.call(this) as unknown;
  });
  backend.fallbacks.reset();
  tf.tidy(() => void call.run(...inputs));
  look.mockRestore();
  tf.dispose(inputs);
  const lent = Object.entries(backend.fallbacks.report());
  const names = lent.flatMap(([name, { largestSize }]) => (largestSize >= large ? [name] : []));
  return names.length > 0 ? names : looked ? ['a loop'] : [];
}

(findOnednn().available ? describe : describe.skip)('large tensors on onednn', () => {
  it('stay out of JavaScript, but for those of a list', async () => {
    await useBackend('onednn');
    const found = largeCalls.map((call) => [call.name, taken(call, tf.backend() as OnednnBackend)]);
    expect(Object.fromEntries(found.filter(([, names]) => names.length > 0))).toEqual(inJavaScript);
  });
});
