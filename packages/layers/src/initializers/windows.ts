/** Coefficients of Σ aₖ (−1)ᵏ cos(2πkt), t from 0 to 1. */
const cosineSums = {
  boxcar: [1],
  hann: [0.5, 0.5],
  hamming: [0.54, 0.46],
  blackman: [0.42, 0.5, 0.08],
  nuttall: [0.3635819, 0.4891775, 0.1365995, 0.0106411],
  blackmanharris: [0.35875, 0.48829, 0.14128, 0.01168],
  flattop: [0.21557895, 0.41663158, 0.277263158, 0.083578947, 0.006947368],
} as const;

/** Other shapes, over u from −1 to 1. */
const shapes = {
  bartlett: (u: number) => 1 - Math.abs(u),
  barthann: (u: number) => 0.62 - 0.24 * Math.abs(u) + 0.38 * Math.cos(Math.PI * u),
  bohman: (u: number) =>
    (1 - Math.abs(u)) * Math.cos(Math.PI * u) + Math.sin(Math.PI * Math.abs(u)) / Math.PI,
  lanczos: (u: number) => (u === 0 ? 1 : Math.sin(Math.PI * u) / (Math.PI * u)),
} as const;

/** A window function by the name it has in SciPy. */
export type WindowName = keyof typeof cosineSums | keyof typeof shapes;

export const windowNames = [...Object.keys(cosineSums), ...Object.keys(shapes)];

/** A window of `length` values: symmetric, or one period of a periodic one. */
export function windowValues(name: WindowName, length: number, periodic: boolean): number[] {
  const last = periodic ? length : length - 1;
  return Array.from({ length }, (_, i) => {
    const t = last === 0 ? 0.5 : i / last;
    if (name in shapes) return shapes[name as keyof typeof shapes](2 * t - 1);
    const coefficients: readonly number[] = cosineSums[name as keyof typeof cosineSums];
    return coefficients.reduce(
      (sum, a, k) => sum + (k % 2 === 0 ? a : -a) * Math.cos(2 * Math.PI * k * t),
      0,
    );
  });
}
