import * as tf from '@tensorflow/tfjs';
import { evaluate, tensorBatches } from '@gnp/trainer';
import { useTestedBackend, withUnreadable } from './tested-backends.js';

/** Outputs of few values, many of them equal, and not numbers in between, of 9 classes. */
const rows = Array.from({ length: 10 }, (_, i) =>
  Array.from({ length: 9 }, (_, j) => ((i * 7 + j * j * 3 + i * j) % 5) / 4),
);
rows[3][8] = Infinity;
rows[4][0] = -Infinity;
const labels = rows.map((_, i) => (i * 5 + 3) % 9);

test.each(withUnreadable)('errors and confusions are counted alike on %s', async (backend) => {
  await useTestedBackend(backend);
  const ranks = rows.map((row, i) => {
    const order = row.map((_, j) => j).sort((a, b) => row[b] - row[a]);
    return { rank: order.indexOf(labels[i]), first: order[0] };
  });
  const confusion = new Int32Array(81);
  ranks.forEach(({ first }, i) => confusion[labels[i] * 9 + first]++);
  const layer = tf.layers.activation({ activation: 'linear', inputShape: [9] });
  const found = await evaluate({
    model: tf.sequential({ layers: [layer] }),
    data: tensorBatches(
      { images: tf.tensor2d(rows), labels: tf.tensor1d(labels, 'int32') },
      { batchSize: 4 },
    ),
    loss: (outputs) => tf.zeros<tf.Rank.R1>([outputs.shape[0]]),
    confusion: true,
  });
  expect(found).toEqual({
    loss: 0,
    errorRate: ranks.filter(({ rank }) => rank > 0).length / 10,
    top5ErrorRate: ranks.filter(({ rank }) => rank >= 5).length / 10,
    confusion,
    count: 10,
  });
});
