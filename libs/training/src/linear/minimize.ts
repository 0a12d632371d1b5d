/** A smooth function: writes the gradient at `x` and returns the value. */
export type Objective = (x: Float64Array, gradient: Float64Array) => number;

export interface Minimum {
  x: Float64Array;
  iterations: number;
  /** The largest entry of the gradient is at most `tolerance`, or no step in doubles lowers the value any more. */
  converged: boolean;
}

const MEMORY = 10;
const SUFFICIENT_DECREASE = 1e-4;
const SHORTEST_STEP = 2 ** -40;
/** A change of the value below this share of it may be rounding. */
const ROUNDING = 1e-12;

/**
 * Minimises a strictly convex function by L-BFGS with a backtracking line search. Close to the minimum, where the value
 * is all rounding, the slope at the end of a step says whether it went far enough down (the approximate condition of
 * Hager and Zhang, which for a parabola is the same as a sufficient decrease).
 *
 * @param start not changed
 * @param onIteration may throw to stop
 * @see Nocedal & Wright, Numerical Optimization (2006), algorithms 7.4 and 7.5
 * @see Hager & Zhang, A new conjugate gradient method with guaranteed descent (SIAM J. Optim. 16, 2005), eq. 4.1
 */
export function minimize(
  objective: Objective,
  start: Float64Array,
  { maxIterations, tolerance }: { maxIterations: number; tolerance: number },
  onIteration: (iteration: number) => void,
): Minimum {
  const size = start.length;
  let x = start.slice();
  let gradient = new Float64Array(size);
  let value = objective(x, gradient);
  let nextX = new Float64Array(size);
  let nextGradient = new Float64Array(size);
  const direction = new Float64Array(size);
  const steps: { s: Float64Array; y: Float64Array; rho: number }[] = [];
  let iterations = 0;
  while (largest(gradient) > tolerance) {
    if (iterations === maxIterations) return { x, iterations, converged: false };
    onIteration(iterations);
    iterations++;
    descend(gradient, steps, direction);
    let slope = dot(gradient, direction);
    if (!(slope < 0)) {
      steps.length = 0;
      for (let i = 0; i < size; i++) direction[i] = -gradient[i]!;
      slope = dot(gradient, direction);
    }
    let step = steps.length === 0 ? Math.min(1, 1 / Math.sqrt(-slope)) : 1;
    let nextValue: number;
    for (;;) {
      for (let i = 0; i < size; i++) nextX[i] = x[i]! + step * direction[i]!;
      nextValue = objective(nextX, nextGradient);
      if (nextValue <= value + SUFFICIENT_DECREASE * step * slope) break;
      const isFlat = nextValue <= value + ROUNDING * Math.abs(value);
      if (isFlat && dot(nextGradient, direction) <= (2 * SUFFICIENT_DECREASE - 1) * slope) break;
      if (step < SHORTEST_STEP) return { x, iterations, converged: true };
      // The minimum of the parabola through what is known, kept between a tenth and a half of the step.
      const parabola = (-slope * step) / (2 * (nextValue - value - slope * step));
      step *= Number.isFinite(parabola) ? Math.min(Math.max(parabola, 0.1), 0.5) : 0.1;
    }
    const s = new Float64Array(size);
    const y = new Float64Array(size);
    for (let i = 0; i < size; i++) {
      s[i] = nextX[i]! - x[i]!;
      y[i] = nextGradient[i]! - gradient[i]!;
    }
    const curvature = dot(s, y);
    if (curvature > 0) {
      if (steps.length === MEMORY) steps.shift();
      steps.push({ s, y, rho: 1 / curvature });
    }
    [x, nextX] = [nextX, x];
    [gradient, nextGradient] = [nextGradient, gradient];
    value = nextValue;
  }
  return { x, iterations, converged: true };
}

/** Two-loop recursion: `direction` becomes minus the approximate inverse Hessian times the gradient. */
function descend(
  gradient: Float64Array,
  steps: { s: Float64Array; y: Float64Array; rho: number }[],
  direction: Float64Array,
): void {
  const size = gradient.length;
  for (let i = 0; i < size; i++) direction[i] = -gradient[i]!;
  const alphas = new Float64Array(steps.length);
  for (let k = steps.length - 1; k >= 0; k--) {
    const { s, y, rho } = steps[k]!;
    const alpha = rho * dot(s, direction);
    alphas[k] = alpha;
    for (let i = 0; i < size; i++) direction[i]! -= alpha * y[i]!;
  }
  const last = steps[steps.length - 1];
  if (last) {
    const scale = 1 / (last.rho * dot(last.y, last.y));
    for (let i = 0; i < size; i++) direction[i]! *= scale;
  }
  for (let k = 0; k < steps.length; k++) {
    const { s, y, rho } = steps[k]!;
    const shift = alphas[k]! - rho * dot(y, direction);
    for (let i = 0; i < size; i++) direction[i]! += shift * s[i]!;
  }
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

function largest(values: Float64Array): number {
  let most = 0;
  for (let i = 0; i < values.length; i++) most = Math.max(most, Math.abs(values[i]!));
  return most;
}
