/** A regression problem with more weights than examples. */
export interface Regression {
  /** Rows xᵢ: n × d. */
  readonly x: readonly Float64Array[];
  /** Targets yᵢ [n]. */
  readonly y: Float64Array;
  /** The sparse weights that made the targets [d]. */
  readonly truth: Float64Array;
}

/** The parameters of a diagonal linear network [d] each: f(x) = x·β with β = u⊙u - v⊙v. */
export interface Parameters {
  readonly u: Float64Array;
  readonly v: Float64Array;
}

/** Both halves at α, so that β begins at 0. */
export function initialParameters(d: number, alpha: number): Parameters {
  return { u: new Float64Array(d).fill(alpha), v: new Float64Array(d).fill(alpha) };
}

/** β = u⊙u - v⊙v. */
export function weightsOf({ u, v }: Parameters): Float64Array {
  return u.map((ui, i) => ui * ui - v[i] * v[i]);
}

/** Xβ - y [n]. */
function residuals({ x, y }: Regression, beta: Float64Array): Float64Array {
  return y.map((yi, i) => dot(x[i], beta) - yi);
}

/** L = mean of (Xβ - y)²/2. */
export function loss(problem: Regression, parameters: Parameters): number {
  const r = residuals(problem, weightsOf(parameters));
  return dot(r, r) / (2 * r.length);
}

/** ∇_β L = Xᵀ(Xβ - y)/n [d]. */
export function weightGradient(problem: Regression, parameters: Parameters): Float64Array {
  return meanOfRows(problem, residuals(problem, weightsOf(parameters)));
}

/** XᵀX w/n [d]: the Hessian of the loss in β, times w. */
export function covarianceTimes(problem: Regression, w: Float64Array): Float64Array {
  return meanOfRows(
    problem,
    problem.y.map((_, i) => dot(problem.x[i], w)),
  );
}

/** Xᵀr/n. */
function meanOfRows({ x }: Regression, r: Float64Array): Float64Array {
  const sum = new Float64Array(x[0].length);
  x.forEach((row, i) => {
    const weight = r[i] / r.length;
    for (let j = 0; j < row.length; j++) sum[j] += weight * row[j];
  });
  return sum;
}

/** Σ aᵢ bᵢ. */
function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}
