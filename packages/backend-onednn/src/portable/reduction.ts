import { backend_util, util } from '@tensorflow/tfjs-core';

/** One stage of a reduction: [outer, count, inner] becomes [outer, inner]. */
export interface Stage {
  readonly outer: number;
  readonly count: number;
  readonly inner: number;
}

export interface ReductionPlan {
  /** Shape of the result. */
  readonly shape: number[];
  /** How many elements go into each of the result's. */
  readonly count: number;
  /** The stages in order, neighbouring axes taken together; none where only shapes change. */
  readonly stages: readonly Stage[];
}

/** Plans a reduction of `shape` over `axis`, last axes first. */
export function planReduction(
  shape: number[],
  axis: number | number[] | undefined,
  keepDims: boolean,
): ReductionPlan {
  const axes = util.parseAxisParam(axis as number | number[], shape);
  const [outShape, reducedShape] = backend_util.computeOutAndReduceShapes(shape, axes);
  const stages: Stage[] = [];
  let inner = 1;
  for (let last = shape.length - 1; last >= 0;) {
    const reduced = axes.includes(last);
    let size = 1;
    for (; last >= 0 && axes.includes(last) === reduced; last--) size *= shape[last];
    if (!reduced) inner *= size;
    else if (size !== 1) {
      stages.push({ outer: util.sizeFromShape(shape.slice(0, last + 1)), count: size, inner });
    }
  }
  return {
    shape: keepDims ? backend_util.expandShapeToKeepDim(outShape, axes) : outShape,
    count: util.sizeFromShape(reducedShape),
    stages,
  };
}
