import { reshape, transpose } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';

/** Channels to heads: [B, T, D] to [B, heads, T, D / heads]. */
export function splitHeads(x: Tensor, heads: number): Tensor {
  const [batch, length, channels] = x.shape as [number, number, number];
  return transpose(reshape(x, [batch, length, heads, channels / heads]), [0, 2, 1, 3]);
}

/** Heads to channels: [B, heads, T, d] to [B, T, heads · d]. */
export function joinHeads(x: Tensor): Tensor {
  const [batch, heads, length, size] = x.shape as [number, number, number, number];
  return reshape(transpose(x, [0, 2, 1, 3]), [batch, length, heads * size]);
}

/**
 * Checks the channels of an attention layer's inputs.
 *
 * @throws Error if the heads do not divide them
 */
export function checkHeads(channels: number | null | undefined, heads: number): number {
  if (channels && channels % heads === 0) return channels;
  throw new Error(`${heads} heads do not divide ${channels} channels evenly.`);
}
