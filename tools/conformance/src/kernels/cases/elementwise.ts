import { booleans, eachOf, floats, given, integers, positive, special } from '../kernel-case.js';
import type { Input, KernelCase } from '../kernel-case.js';

const shapes = [floats([5]), floats([2, 3, 4]), floats([3, 1, 2, 2, 3])];
const unary = (kernel: string, inputs: readonly Input[], attrs = {}): KernelCase[] => [
  ...eachOf(
    kernel,
    inputs.map((x) => ({ x })),
    [attrs],
  ),
  ...eachOf(kernel, [{ x: special }], [attrs], { gradient: false }),
  ...eachOf(kernel, [{ x: floats([0, 3]) }], [attrs], { gradient: false }),
];
/** A function on part of the numbers; the special ones lie outside, and give NaN. */
const within = (kernel: string, low: number, high: number) =>
  unary(kernel, [floats([7], [low, high]), floats([2, 3, 5], [low, high])]);
/** Derivatives by finite differences are zero, too, between the steps. */
const rounding = (kernel: string) => [
  ...unary(kernel, shapes),
  ...eachOf(kernel, [{ x: given('float32', [-2.5, -1.5, -0.5, 0.5, 1.5, 2.5, 3.5]) }], [{}], {
    gradient: false,
  }),
];
const whole = (kernel: string) =>
  eachOf(kernel, [{ x: integers([2, 5]) }], [{}], { gradient: false });

export const elementwise: KernelCase[] = [
  ...unary('Abs', shapes),
  ...whole('Abs'),
  ...within('Acos', -0.9, 0.9),
  ...within('Acosh', 1.2, 4),
  ...within('Asin', -0.9, 0.9),
  ...unary('Asinh', shapes),
  ...unary('Atan', shapes),
  ...within('Atanh', -0.9, 0.9),
  ...rounding('Ceil'),
  ...[
    [-1, 0.5],
    [0, 6],
  ].flatMap(([clipValueMin, clipValueMax]) => [
    ...unary('ClipByValue', shapes, { clipValueMin, clipValueMax }),
  ]),
  ...eachOf('ClipByValue', [{ x: integers([9]) }], [{ clipValueMin: -3, clipValueMax: 2 }]),
  ...unary('Cos', shapes),
  ...unary('Cosh', shapes),
  ...unary('Elu', shapes),
  ...eachOf('EluGrad', [{ dy: floats([2, 7]), y: floats([2, 7], [-0.9, 2]) }]),
  ...unary('Erf', shapes),
  ...unary('Exp', shapes),
  ...unary('Expm1', shapes),
  ...rounding('Floor'),
  ...unary('IsFinite', [floats([4])]),
  ...unary('IsInf', [floats([4])]),
  ...unary('IsNan', [floats([4])]),
  ...eachOf('LeakyRelu', [{ x: floats([3, 5]) }, { x: special }], [{ alpha: 0.2 }, { alpha: 0 }], {
    gradient: 'cpu',
  }),
  ...unary('LeakyRelu', shapes, { alpha: 0.3 }),
  ...within('Log', 0.1, 5),
  ...within('Log1p', -0.8, 5),
  ...unary('Neg', shapes),
  ...whole('Neg'),
  ...unary('Reciprocal', shapes),
  ...unary('Relu', shapes),
  ...whole('Relu'),
  ...unary('Relu6', [...shapes, floats([40], [-10, 12])]),
  ...rounding('Round'),
  ...within('Rsqrt', 0.2, 5),
  ...unary('Selu', shapes),
  ...unary('Sigmoid', [...shapes, floats([9], [-90, 100])]),
  ...unary('Sign', shapes),
  ...unary('Sin', shapes),
  ...unary('Sinh', shapes),
  ...unary('Softplus', [...shapes, floats([9], [-90, 100])]),
  ...within('Sqrt', 0.2, 5),
  ...unary('Square', shapes),
  ...whole('Square'),
  ...unary('Step', shapes, { alpha: 0.2 }),
  ...unary('Tan', [floats([7], [-1.2, 1.2])]),
  ...unary('Tanh', [...shapes, floats([9], [-90, 100])]),
  ...eachOf('Prelu', [
    { x: floats([2, 3, 4]), alpha: positive([4]) },
    { x: floats([2, 3, 4]), alpha: positive([2, 3, 4]) },
    { x: floats([2, 3, 3, 4]), alpha: positive([1, 1, 4]) },
    { x: floats([3, 4]), alpha: positive([1]) },
  ]),
  ...eachOf('Identity', [{ x: floats([2, 3]) }, { x: integers([5]) }, { x: booleans([4]) }]),
  ...eachOf('Identity', [{ x: special }, { x: given('string', ['a', 'é']) }], [{}], {
    gradient: false,
  }),
  ...eachOf(
    'Cast',
    [
      { x: floats([2, 6]) },
      { x: integers([7]) },
      { x: booleans([6]) },
      { x: given('int32', [0, 256, -512]) },
    ],
    [{ dtype: 'float32' }, { dtype: 'int32' }, { dtype: 'bool' }],
    { gradient: false },
  ),
  ...eachOf('Cast', [{ x: floats([2, 6]) }], [{ dtype: 'float32' }], { note: 'with its gradient' }),
  ...['OnesLike', 'ZerosLike'].flatMap((kernel) =>
    eachOf(kernel, [{ x: floats([2, 3]) }, { x: integers([3]) }, { x: booleans([3]) }]),
  ),
];
