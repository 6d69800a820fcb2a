import * as tf from '@tensorflow/tfjs';

/** The parameters of a network, in the order of the reference file. */
type Parameters = readonly tf.Tensor[];
/** A network of the reference file: its logits [batch, classes]. */
export type GoldenNetwork = (x: tf.Tensor, parameters: Parameters) => tf.Tensor2D;

const mlp =
  (activation: (x: tf.Tensor) => tf.Tensor): GoldenNetwork =>
  (x, [w1, b1, w2, b2, w3, b3]) => {
    const hidden = activation(tf.add(tf.matMul(x as tf.Tensor2D, w1 as tf.Tensor2D), b1));
    const deep = activation(tf.add(tf.matMul(hidden as tf.Tensor2D, w2 as tf.Tensor2D), b2));
    return tf.add(tf.matMul(deep as tf.Tensor2D, w3 as tf.Tensor2D), b3);
  };

const normalize = (
  x: tf.Tensor,
  axes: number[],
  epsilon: number,
  scale: tf.Tensor,
  shift: tf.Tensor,
) => {
  const centered = tf.sub(x, tf.mean(x, axes, true));
  const variance = tf.mean(tf.square(centered), axes, true);
  return tf.add(tf.mul(tf.mul(centered, tf.rsqrt(tf.add(variance, epsilon))), scale), shift);
};
const batchNorm = (x: tf.Tensor, scale: tf.Tensor, shift: tf.Tensor) =>
  normalize(x, [0, 1, 2], 1e-5, scale, shift) as tf.Tensor4D;
const layerNorm = (x: tf.Tensor, scale: tf.Tensor, shift: tf.Tensor) =>
  normalize(x, [2], 1e-6, scale, shift) as tf.Tensor3D;

const convNet: GoldenNetwork = (x, [k1, g1, b1, k2, g2, b2, w, b]) => {
  let y = tf.conv2d(x as tf.Tensor4D, k1 as tf.Tensor4D, 1, 'same');
  y = tf.maxPool(tf.relu(batchNorm(y, g1, b1)), 2, 2, 'valid');
  y = tf.relu(batchNorm(tf.conv2d(y, k2 as tf.Tensor4D, 2, 'same'), g2, b2));
  return tf.add(tf.matMul(tf.mean<tf.Tensor2D>(y, [1, 2]), w as tf.Tensor2D), b);
};

const dense = (x: tf.Tensor, kernel: tf.Tensor, bias: tf.Tensor) => {
  const [batch, tokens, width] = x.shape;
  const rows = tf.reshape<tf.Rank.R2>(x, [batch * tokens, width]);
  const out = tf.add(tf.matMul(rows, kernel as tf.Tensor2D), bias);
  return tf.reshape<tf.Rank.R3>(out, [batch, tokens, kernel.shape[1]!]);
};
/** The tanh approximation. */
const gelu = (x: tf.Tensor) => {
  const inner = tf.mul(
    Math.sqrt(2 / Math.PI),
    tf.add(x, tf.mul(0.044715, tf.mul(x, tf.mul(x, x)))),
  );
  return tf.mul(tf.mul(0.5, x), tf.add(1, tf.tanh(inner)));
};

const attentionBlock: GoldenNetwork = (x, p) => {
  const [g1, s1, qkv, qkvBias, proj, projBias, g2, s2, m1, c1, m2, c2, g3, s3, w, b] = p;
  const heads = 2;
  const [batch, tokens, width] = x.shape;
  const toHeads = (t: tf.Tensor) =>
    tf.transpose<tf.Tensor4D>(tf.reshape(t, [batch, tokens, heads, width / heads]), [0, 2, 1, 3]);
  const [q, k, v] = tf.split(dense(layerNorm(x, g1, s1), qkv, qkvBias), 3, 2).map(toHeads);
  const weights = tf.softmax(tf.div(tf.matMul(q, k, false, true), Math.sqrt(width / heads)));
  const mixed = tf.reshape(tf.transpose(tf.matMul(weights, v), [0, 2, 1, 3]), [
    batch,
    tokens,
    width,
  ]);
  const residual = tf.add(x, dense(mixed, proj, projBias));
  const hidden = gelu(dense(layerNorm(residual, g2, s2), m1, c1));
  const out = layerNorm(tf.add(residual, dense(hidden, m2, c2)), g3, s3);
  return tf.add(tf.matMul(tf.mean<tf.Tensor2D>(out, 1), w as tf.Tensor2D), b);
};

/** The networks of `gradient-rules.json`, by the names of its cases. */
export const goldenNetworks: Record<string, GoldenNetwork> = {
  'mlp-tanh': mlp(tf.tanh),
  'mlp-relu': mlp(tf.relu),
  'conv-bn-maxpool': convNet,
  'attention-block': attentionBlock,
};
