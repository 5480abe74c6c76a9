/**
 * How many inputs and outputs one unit has. Kernels are [...window, in, out]; with both lists of axes,
 * the products of their sizes.
 */
export function computeFans(
  shape: readonly number[],
  inputAxes?: readonly number[] | null,
  outputAxes?: readonly number[] | null,
): [fanIn: number, fanOut: number] {
  const product = (sizes: readonly number[]): number => sizes.reduce((a, b) => a * b, 1);
  if (inputAxes && outputAxes) {
    const along = (axes: readonly number[]): number =>
      product(axes.map((axis) => shape.at(axis) as number));
    return [along(inputAxes), along(outputAxes)];
  }
  if (shape.length < 2) return [shape[0] ?? 1, shape[0] ?? 1];
  const window = product(shape.slice(0, -2));
  return [(shape.at(-2) as number) * window, (shape.at(-1) as number) * window];
}
