/**
 * Lets signals, streams and pages have their turn: everything else in a step may be synchronous.
 * `setTimeout` would wait for 4 ms in browsers, `requestAnimationFrame` for the next picture.
 */
export const nextTurn: () => Promise<void> =
  typeof setImmediate === 'function' ? () => new Promise((done) => setImmediate(done)) : byMessage;

function byMessage(): Promise<void> {
  return new Promise((done) => {
    const { port1, port2 } = new MessageChannel();
    const received = () => {
      port1.close();
      done();
    };
    // as browsers have it; the types are Node's
    Object.assign(port1, { onmessage: received });
    port2.postMessage(undefined);
  });
}
