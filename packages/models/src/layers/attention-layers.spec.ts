import * as tf from '@tensorflow/tfjs';
import { ClassAttention, TalkingHeadsAttention, WindowAttention } from '../index.js';

beforeAll(() => tf.setBackend('cpu'));
afterEach(() => tf.disposeVariables());

type Rows = number[][][];
const random = (shape: number[], seed: number) => tf.randomNormal(shape, 0, 1, 'float32', seed);
const rows = (t: tf.Tensor) => t.arraySync() as Rows;
const softmax = (scores: number[]) => {
  const powers = scores.map((s) => Math.exp(s - Math.max(...scores)));
  const total = powers.reduce((a, b) => a + b);
  return powers.map((p) => p / total);
};
const expectClose = (actual: Rows, expected: Rows) =>
  actual.forEach((row, b) =>
    row.forEach((token, t) =>
      token.forEach((value, c) => expect(value).toBeCloseTo(expected[b][t][c], 5)),
    ),
  );
/** The channels of one head. */
const head = (token: number[], h: number, size: number) => token.slice(h * size, (h + 1) * size);
const dot = (a: number[], b: number[]) => a.reduce((sum, x, i) => sum + x * b[i], 0);

test('ClassAttention is softmax(q k / √d) v of few queries, element by element', () => {
  const [heads, size] = [3, 2];
  const [q, k, v] = [
    [2, 1, 6],
    [2, 5, 6],
    [2, 5, 6],
  ].map((shape, i) => random(shape, i + 1));
  const expected = rows(q).map((queries, b) =>
    queries.map((query) =>
      Array.from({ length: heads }, (_, h) => {
        const keys = rows(k)[b].map((key) => head(key, h, size));
        const p = softmax(keys.map((key) => dot(head(query, h, size), key) / Math.sqrt(size)));
        return Array.from({ length: size }, (_, c) =>
          p.reduce((sum, weight, s) => sum + weight * rows(v)[b][s][h * size + c], 0),
        );
      }).flat(),
    ),
  );
  expectClose(rows(new ClassAttention({ heads }).call([q, k, v])), expected);
});

test('TalkingHeadsAttention mixes heads before and after the softmax, element by element', () => {
  const [heads, size, length] = [3, 2, 4];
  const [q, k, v] = [1, 2, 3].map((seed) => random([2, length, heads * size], seed));
  const layer = new TalkingHeadsAttention({ heads });
  layer.build();
  const weights = [[heads, heads], [heads], [heads, heads], [heads]].map((shape, i) =>
    random(shape, 11 + i),
  );
  layer.setWeights(weights);
  const [before, beforeBias, after, afterBias] = weights.map((w) => w.arraySync()) as [
    number[][],
    number[],
    number[][],
    number[],
  ];
  const mix = (perHead: number[][], kernel: number[][], bias: number[]) =>
    bias.map((offset, g) =>
      perHead[0].map((_, s) =>
        perHead.reduce((sum, row, h) => sum + row[s] * kernel[h][g], offset),
      ),
    );
  const expected = rows(q).map((queries, b) =>
    queries.map((query) => {
      const scores = Array.from({ length: heads }, (_, h) =>
        rows(k)[b].map((key) => dot(head(query, h, size), head(key, h, size)) / Math.sqrt(size)),
      );
      const probabilities = mix(mix(scores, before, beforeBias).map(softmax), after, afterBias);
      return probabilities.flatMap((p, h) =>
        Array.from({ length: size }, (_, c) =>
          p.reduce((sum, weight, s) => sum + weight * rows(v)[b][s][h * size + c], 0),
        ),
      );
    }),
  );
  expectClose(rows(layer.call([q, k, v])), expected);
});

describe('WindowAttention', () => {
  test.each([
    { height: 4, width: 4, window: 2, shift: 0 },
    { height: 4, width: 4, window: 2, shift: 1 },
    { height: 6, width: 3, window: 3, shift: 1 },
    { height: 4, width: 8, window: 4, shift: 2 },
    { height: 3, width: 3, window: 3, shift: 0 },
  ])('sees only its window, by relative position, element by element: %j', (geometry) => {
    const { height, width, window, shift } = geometry;
    const [heads, size] = [2, 3];
    const [q, k, v] = [1, 2, 3].map((seed) => random([2, height * width, heads * size], seed));
    const layer = new WindowAttention({ ...geometry, heads });
    layer.build();
    const side = 2 * window - 1;
    const table = random([side * side, heads], 7);
    layer.setWeights([table]);
    const bias = table.arraySync() as number[][];

    /** Which window a place belongs to after the roll, and which part of the map it came from. */
    const place = (index: number) => {
      const along = (at: number, length: number) => {
        const rolled = (at - shift + length) % length;
        // after the roll, places that came round the edge are strangers to the others
        return { rolled, came: shift > 0 && at < shift ? 1 : 0 };
      };
      const [r, c] = [along(Math.floor(index / width), height), along(index % width, width)];
      return {
        window: [Math.floor(r.rolled / window), Math.floor(c.rolled / window)].join(),
        part: [r.came, c.came].join(),
        row: r.rolled % window,
        column: c.rolled % window,
      };
    };
    const places = Array.from({ length: height * width }, (_, i) => place(i));
    const expected = rows(q).map((queries, b) =>
      queries.map((query, t) => {
        const seen = places.flatMap((p, s) => (p.window === places[t].window ? [s] : []));
        return Array.from({ length: heads }, (_, h) => {
          const scores = seen.map((s) => {
            const [from, to] = [places[t], places[s]];
            const offset =
              (from.row - to.row + window - 1) * side + (from.column - to.column + window - 1);
            const product = dot(head(query, h, size), head(rows(k)[b][s], h, size));
            return product / Math.sqrt(size) + bias[offset][h] + (from.part === to.part ? 0 : -100);
          });
          const p = softmax(scores);
          return Array.from({ length: size }, (_, c) =>
            p.reduce((sum, weight, i) => sum + weight * rows(v)[b][seen[i]][h * size + c], 0),
          );
        }).flat();
      }),
    );
    expectClose(rows(layer.call([q, k, v])), expected);
  });

  test('has positions and masks as constants: one weight', () => {
    const layer = new WindowAttention({ height: 4, width: 4, window: 2, shift: 1, heads: 2 });
    layer.build();
    expect(layer.weights.map(({ shape }) => shape)).toEqual([[9, 2]]);
  });

  test('refuses windows that do not fit', () => {
    const make = (window: number, shift: number) => () =>
      new WindowAttention({ height: 4, width: 4, window, shift, heads: 1 });
    expect(make(3, 0)).toThrow('do not cover a map of 4×4 evenly');
    expect(make(2, 2)).toThrow(RangeError);
    const odd = new WindowAttention({ height: 2, width: 2, window: 2, shift: 0, heads: 4 });
    odd.build();
    const x = random([1, 4, 6], 1);
    expect(() => odd.call([x, x, x])).toThrow('4 heads do not divide 6 channels evenly.');
  });
});
