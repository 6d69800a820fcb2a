import type { Onednn } from '../engine/onednn.js';
import type { PostOperation } from '../engine/post-operations.js';
import { Primitive } from '../engine/primitive.js';
import type { Takes } from '../engine/primitive.js';
import type { Matmul } from '../engine/wanted.js';

export type MatmulPrimitive = Primitive<Takes<'source' | 'weights' | 'destination', 'bias'>>;

/** source · weights (+ bias), times `scale`. */
export function matmulPrimitive(onednn: Onednn, wanted: Matmul, scale = 1): MatmulPrimitive {
  const { a, b, bias, c } = wanted;
  const key = `matmul|${a.key}|${b.key}|${c.key}|${bias?.key ?? ''}|${scale}`;
  return onednn.primitives.get(key, (keep) => {
    const after: PostOperation[] = scale === 1 ? [] : [{ eltwise: 'linear', alpha: scale }];
    const layouts = { source: a, weights: b, bias, destination: c };
    const product = onednn.operations.matmul(wanted, after);
    return keep<MatmulPrimitive>(new Primitive(onednn, product, layouts));
  });
}
