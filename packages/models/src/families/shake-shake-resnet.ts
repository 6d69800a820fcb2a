import { layers } from '@tensorflow/tfjs-layers';
import type { LayersModel, SymbolicTensor } from '@tensorflow/tfjs-layers';
import { ShakeShake } from '../layers/shake-shake.js';
import { ShiftedSubsample } from '../layers/shifted-subsample.js';
import type { BuildOptions } from '../task-options.js';
import { scaledDepth } from './depth.js';
import { defineFamily } from './family.js';
import { Network } from './network.js';
import { depthMultiplier, widthMultiplier } from './shared-options.js';

/**
 * ResNets of two branches with Shake-Shake: Gastaldi, "Shake-Shake regularization", 2017,
 * arXiv 1705.07485; in the form of the papers' code.
 */
const paper = { title: 'Shake-Shake regularization', url: 'https://arxiv.org/abs/1705.07485' };

/** What tells the Shake-Shake networks apart. */
interface ShakeShakeVariant {
  /** Filters of the first stage; each further one doubles them. */
  readonly filters: number;
  /** Blocks of each of the three stages. */
  readonly blocks: number;
}

const options = { widthMultiplier, depthMultiplier };

/** The 26 2×96d network. */
export const shakeShakeResnets = defineFamily({
  title: 'Shake-Shake',
  paper,
  options,
  models: { 'wideresnet-2-96-shakeshake': { filters: 96, blocks: 4 } },
  summary: () => '26 layers, two branches of 96, 192 and 384 filters',
  build: buildShakeShake,
});

/** Builds a Shake-Shake network of any depth and width. */
function buildShakeShake(
  name: string,
  { filters, blocks }: ShakeShakeVariant,
  given: BuildOptions<typeof options>,
): LayersModel {
  const net = new Network(given);
  let x = net.norm(
    net.conv(net.input, 'stem/conv', { filters: net.width(16), kernelSize: 3 }),
    'stem/norm',
  );
  for (let stage = 0; stage < 3; stage++) {
    for (let i = 0; i < scaledDepth(blocks, given.depthMultiplier); i++) {
      const even = net.width(filters * 2 ** stage, 2);
      const stride = stage > 0 && i === 0 ? 2 : 1;
      x = block(net, x, `stage${stage + 1}/block${i + 1}`, even, stride);
    }
  }
  return net.classify(net.pool(net.relu(x, 'relu')), name);
}

function block(
  net: Network,
  x: SymbolicTensor,
  name: string,
  filters: number,
  stride: number,
): SymbolicTensor {
  const branches = [1, 2].map((i) => branch(net, x, `${name}/branch${i}`, filters, stride));
  const mixed = new ShakeShake({ name: `${name}/shake` }).apply(branches) as SymbolicTensor;
  return net.add(mixed, shortcut(net, x, `${name}/shortcut`, filters, stride), `${name}/add`);
}

/** ReLU, conv3×3, norm, ReLU, conv3×3, norm. */
function branch(
  net: Network,
  x: SymbolicTensor,
  name: string,
  filters: number,
  stride: number,
): SymbolicTensor {
  let y = net.relu(x, `${name}/relu`);
  y = net.conv(y, `${name}/conv1`, { filters, kernelSize: 3, stride });
  y = net.norm(y, `${name}/norm1`, { relu: true });
  y = net.conv(y, `${name}/conv2`, { filters, kernelSize: 3 });
  return net.norm(y, `${name}/norm2`);
}

/**
 * The input itself; or half of the filters from its pixels at the stride, half from those of the image
 * moved by one pixel, and a norm.
 */
function shortcut(
  net: Network,
  x: SymbolicTensor,
  name: string,
  filters: number,
  stride: number,
): SymbolicTensor {
  if (x.shape.at(-1) === filters) return x;
  const halves = [0, 1].map((shift) => {
    const sampled = new ShiftedSubsample({ name: `${name}/sample${shift + 1}`, stride, shift });
    const conv = { filters: filters / 2, kernelSize: 1 };
    return net.conv(sampled.apply(x) as SymbolicTensor, `${name}/conv${shift + 1}`, conv);
  });
  const joined = layers.concatenate({ name: `${name}/join` }).apply(halves) as SymbolicTensor;
  return net.norm(joined, `${name}/norm`);
}
