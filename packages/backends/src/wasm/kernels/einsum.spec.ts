import * as tf from '@tensorflow/tfjs-core';
import { expectAgreement } from '../../../testing/agreement.js';
import { useBackend } from '../../use-backend.js';

describe('Einsum on wasm', () => {
  it.each<[string, number[][]]>([
    [
      'ij,jk->ik',
      [
        [3, 4],
        [4, 5],
      ],
    ],
    [
      'ij,kj->ki',
      [
        [3, 4],
        [5, 4],
      ],
    ],
    [
      'bqhd,bkhd->bhqk',
      [
        [2, 5, 3, 4],
        [2, 6, 3, 4],
      ],
    ],
    [
      'bhqk,bkhd->bqhd',
      [
        [2, 3, 5, 6],
        [2, 6, 3, 4],
      ],
    ],
    [
      'ij,ij->',
      [
        [3, 4],
        [3, 4],
      ],
    ],
    [
      'ij,ij->ij',
      [
        [3, 4],
        [3, 4],
      ],
    ],
    ['i,j->ij', [[3], [4]]],
    ['i,j->ji', [[3], [4]]],
    ['ij->ji', [[3, 4]]],
    ['ij->', [[3, 4]]],
    ['ijk->ki', [[2, 3, 4]]],
  ])('agrees with cpu for %s', async (equation, shapes) => {
    await expectAgreement(
      'Einsum',
      shapes.map((shape) => ({ shape })),
      { equation },
    );
  });

  it('keeps integers', async () => {
    await expectAgreement(
      'Einsum',
      [
        { shape: [3, 4], dtype: 'int32' },
        { shape: [4, 2], dtype: 'int32' },
      ],
      { equation: 'ij,jk->ik' },
      0,
    );
  });

  // equations that the cpu backend gets wrong, or answers with its own input
  it('sums labels that only one tensor has', async () => {
    await useBackend('wasm');
    const [a, b] = [tf.tensor2d([1, 2, 3, 4], [2, 2]), tf.tensor2d([1, 2, 3, 5, 7, 11], [3, 2])];
    expect(tf.einsum('ia,jb->ij', a, b).arraySync()).toEqual([
      [9, 24, 54],
      [21, 56, 126],
    ]);
    const c = tf.tensor3d([1, 2, 3, 4, 5, 6, 7, 8], [2, 2, 2]);
    expect(tf.einsum('ijk,j->k', c, tf.tensor1d([1, 10])).arraySync()).toEqual([106, 128]);
  });

  it('leaves a tensor as it is', async () => {
    await useBackend('wasm');
    const a = tf.tensor2d([1, 2, 3, 4], [2, 2]);
    const same = tf.einsum('ij->ij', a);
    a.dispose();
    expect(same.arraySync()).toEqual([
      [1, 2],
      [3, 4],
    ]);
  });
});
