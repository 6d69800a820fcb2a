// temporary benchmark
import tfjs from '@tensorflow/tfjs';
import tf from '@tensorflow/tfjs-core';
import * as B from './dist/index.js';
tf.enableProdMode();
await tf.setBackend('onednn');
const bk = tf.engine().findBackend('onednn');
const batch = +(process.argv[2] || 128),
  steps = +(process.argv[3] || 5),
  FUSE = process.env.FUSE === '1';
const V = [];
let seed = 1;
const rnd = () => {
  seed = (seed * 1103515245 + 12345) % 2147483648;
  return seed / 2147483648;
};
const mk = (s, sc, c) => {
  const n = tf.util.sizeFromShape(s);
  const a = new Float32Array(n);
  for (let i = 0; i < n; i++) a[i] = c !== undefined ? c : (rnd() + rnd() + rnd() - 1.5) * 2 * sc;
  const v = tf.variable(tf.tensor(a, s));
  V.push(v);
  return v;
};
const conv = (k, i, o) => mk([k, k, i, o], Math.sqrt(2 / (k * k * i)));
const bn = (c) => ({ g: mk([c], 0, 1), b: mk([c], 0, 0) });
const k = 4,
  blocks = [];
const stem = conv(3, 3, 16);
let i = 16;
[
  [16 * k, 1],
  [32 * k, 2],
  [64 * k, 2],
].forEach(([c, s], g) => {
  for (let j = 0; j < 2; j++) {
    blocks.push({
      bn1: bn(i),
      c1: conv(3, i, c),
      bn2: bn(c),
      c2: conv(3, c, c),
      i,
      o: c,
      s: j === 0 ? s : 1,
      first: g === 0 && j === 0,
    });
    i = c;
  }
});
const bnl = bn(i),
  fw = mk([i, 10], 0.06),
  fb = mk([10], 0, 0);
const rows = (x) => tf.reshape(x, [-1, x.shape[x.rank - 1]]);
const bnC = (x, scale, shift) => {
  const r0 = rows(x);
  const mean = tf.mean(r0, 0),
    variance = tf.mean(tf.square(tf.sub(r0, mean)), 0);
  return tf.customGrad((input, gamma, beta, save) => {
    const r = rows(input);
    const f = tf.mul(gamma, tf.rsqrt(tf.add(variance, 1e-5)));
    const value = tf.add(tf.mul(r, f), tf.sub(beta, tf.mul(mean, f)));
    save([input, gamma, mean, variance]);
    return {
      value: tf.reshape(value, input.shape),
      gradFunc: (dy, [si, sg, mean, variance]) => {
        const inv = tf.rsqrt(tf.add(variance, 1e-5));
        const nrm = tf.mul(tf.sub(rows(si), mean), inv);
        const dr = rows(dy),
          n = dr.shape[0];
        const db = tf.sum(dr, 0),
          dg = tf.sum(tf.mul(dr, nrm), 0);
        const c = tf.sub(dr, tf.add(tf.mul(nrm, tf.div(dg, n)), tf.div(db, n)));
        return [tf.reshape(tf.mul(c, tf.mul(sg, inv)), si.shape), dg, db];
      },
    };
  })(x, scale, shift);
};
const bnr = (x, p) =>
  FUSE
    ? B.batchNormTraining(x, p.g, p.b, { epsilon: 1e-5, relu: true }).value
    : tf.relu(bnC(x, p.g, p.b));
function fwd(x) {
  let h = tf.conv2d(x, stem, 1, 'same');
  for (const b of blocks)
    h = tf.tidy(() => {
      const a = bnr(h, b.bn1);
      let sc = b.first ? a : h;
      if (b.i !== b.o) {
        if (b.s > 1) sc = tf.avgPool(sc, b.s, b.s, 'valid');
        sc = tf.pad(sc, [
          [0, 0],
          [0, 0],
          [0, 0],
          [0, b.o - b.i],
        ]);
      }
      return tf.add(sc, tf.conv2d(bnr(tf.conv2d(a, b.c1, b.s, 'same'), b.bn2), b.c2, 1, 'same'));
    });
  h = tf.avgPool(bnr(h, bnl), 8, 1, 'valid');
  return tf.add(tf.matMul(tf.reshape(h, [-1, 256]), fw), fb);
}
const X = tf.tensor(
  Float32Array.from({ length: batch * 32 * 32 * 3 }, () => rnd() * 2 - 1),
  [batch, 32, 32, 3],
);
const Y = tf
  .oneHot(
    tf.tensor1d(
      Array.from({ length: batch }, () => Math.floor(rnd() * 10)),
      'int32',
    ),
    10,
  )
  .toFloat();
const lossF = () => tf.neg(tf.mean(tf.sum(tf.mul(tf.logSoftmax(fwd(X)), Y), -1)));
const vg = process.env.EARLY === '1' ? (f) => B.variableGrads(f) : (f) => tf.variableGrads(f);
const mom = V.map((v) => tf.zerosLike(v));
function step() {
  const r = vg(lossF);
  const g1 = V.map((v) => r.grads[v.name]);
  const norm = tf.tidy(() => tf.sqrt(tf.addN(g1.map((g) => tf.sum(tf.square(g))))));
  const orig = V.map((v) => v.clone());
  tf.tidy(() => {
    const s = tf.div(0.1, norm);
    V.forEach((v, q) => v.assign(tf.add(v, tf.mul(g1[q], s))));
  });
  const r2 = vg(lossF);
  tf.tidy(() => {
    V.forEach((v, q) => {
      v.assign(orig[q]);
      const g = tf.add(tf.add(tf.mul(g1[q], 0.2), tf.mul(r2.grads[v.name], 0.8)), tf.mul(v, 1e-3));
      const m = tf.add(tf.mul(mom[q], 0.9), g);
      mom[q].dispose();
      mom[q] = tf.keep(m);
      v.assign(tf.sub(v, tf.mul(tf.add(g, tf.mul(m, 0.9)), 0.1)));
    });
  });
  const lv = r.value.dataSync()[0];
  tf.dispose([r.value, r.grads, r2.value, r2.grads, norm, orig]);
  return lv;
}
const med = (a) => [...a].sort((x, y) => x - y)[a.length >> 1];
const first = step();
step();
const m0 = tf.memory().numTensors;
const ts = [];
let last;
for (let q = 0; q < steps; q++) {
  const t = performance.now();
  last = step();
  ts.push(performance.now() - t);
}
const m = med(ts);
console.log(
  `wrn-16-4 f32 batch ${batch}: ${((batch / m) * 1e3).toFixed(1)} images/s, step ${m.toFixed(0)} ms, loss ${first.toFixed(4)} -> ${last.toFixed(4)}, RSS ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MiB, tensors +${tf.memory().numTensors - m0}`,
  JSON.stringify(bk.memory()),
  'misses',
  bk.onednn.primitives.misses,
);
console.log(bk.fallbacks.report());
if (process.env.PROF) {
  const { getKernelsForBackend, registerKernel, unregisterKernel } = tf;
  const prof = new Map();
  for (const kc of getKernelsForBackend('onednn')) {
    unregisterKernel(kc.kernelName, 'onednn');
    registerKernel({
      ...kc,
      kernelFunc: (a) => {
        const t = performance.now();
        const r = kc.kernelFunc(a);
        const d = performance.now() - t;
        const e = prof.get(kc.kernelName) || { n: 0, ms: 0 };
        e.n++;
        e.ms += d;
        prof.set(kc.kernelName, e);
        return r;
      },
    });
  }
  const t = performance.now();
  step();
  const tot = performance.now() - t;
  let s = 0;
  for (const [n, e] of [...prof].sort((a, b) => b[1].ms - a[1].ms)) {
    s += e.ms;
    console.log(n.padEnd(30), String(e.n).padStart(5), e.ms.toFixed(1).padStart(9));
  }
  console.log('total', tot.toFixed(0), 'kernels', s.toFixed(0));
}
