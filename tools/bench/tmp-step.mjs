// args: model size channels batch seconds threads precision
import * as tf from '@tensorflow/tfjs';
import { useBackend } from '@gnp/backends';
import { gnp } from '@gnp/core';
import { createModel } from '@gnp/models';
import { sgd } from '@gnp/optim';
import { trainStep } from '@gnp/trainer';
const [modelName, size, channels, batch, seconds, threads, precision='f32'] = process.argv.slice(2);
tf.enableProdMode();
await useBackend('onednn', { precision, ...(threads !== 'auto' && { threads: Number(threads) }) });
const model = createModel(modelName, { imageSize: Number(size), channels: Number(channels), classes: 10 });
const images = tf.randomNormal([+batch, +size, +size, +channels], 0, 1, 'float32', 1);
const labels = tf.tensor1d(Array.from({ length: +batch }, (_, i) => i % 10), 'int32');
const step = trainStep({ model, rule: gnp({ r: 0.05, alpha: 0.8 }), optimizer: sgd({ learningRate: 1e-3 }) });
let state = step.firstState();
const times = [];
const run = async () => {
  const t = step.take({ images: images.clone(), labels: labels.clone() }, state, { step: 0 });
  ({ state } = t); await t.numbers();
};
for (let i = 0; i < 3; i++) await run();
const end = performance.now() + 1000 * seconds;
const t0 = performance.now(); const c0 = process.cpuUsage();
while (performance.now() < end || times.length < 3) { const s = performance.now(); await run(); times.push(performance.now() - s); }
const wall = performance.now() - t0; const cpu = process.cpuUsage(c0);
times.sort((a, b) => a - b);
const r = (ms) => (1000 * batch / ms).toFixed(0);
console.log(`mean ${r(wall / times.length)} median ${r(times[times.length >> 1])} best ${r(times[0])} img/s  cores ${((cpu.user + cpu.system) / 1000 / wall).toFixed(2)}`);
