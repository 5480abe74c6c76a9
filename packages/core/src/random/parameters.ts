import { type HostTensor, isDeviceTensor } from "../backend.js";
import { ArgumentError, ShapeError } from "../errors.js";
import { broadcastShapes, equalShapes, formatShape, type Shape } from "../shape.js";
import { type TensorLike, tensor } from "../tensor/convert.js";
import { Tensor } from "../tensor/tensor.js";

/** A parameter of a distribution: one number, or one per element (by broadcasting). */
export type Parameter = number | HostTensor;

/**
 * The value of a parameter: numbers are drawn before a graph runs, so it must be known by then.
 * @throws ArgumentError for a tensor that is still to be computed
 */
export function parameter(x: TensorLike, name: string, where: string): Parameter {
  if (typeof x === "number") return x;
  const node = x instanceof Tensor ? x : tensor(x);
  const { value } = node;
  if (value !== undefined && !isDeviceTensor(value)) return value;
  throw new ArgumentError(
    `${where}: ${name} must be known when the numbers are drawn. Expected a number, an array or an ` +
      `evaluated tensor, received ${node}. Read it first: await ${name}.data().`,
  );
}

/** Refuses parameters that do not broadcast to the shape. */
export function checkBroadcast(
  parameters: readonly Parameter[],
  shape: Shape,
  where: string,
): void {
  for (const value of parameters) {
    if (typeof value === "number") continue;
    if (value.shape.length > shape.length || !fits(value.shape, shape, where)) {
      throw new ShapeError(
        `${where}: a parameter of shape ${formatShape(value.shape)} does not broadcast to ${formatShape(shape)}.`,
      );
    }
  }
}

function fits(from: Shape, to: Shape, where: string): boolean {
  const padded = to.slice(to.length - from.length);
  const symbolic = padded.map((dim, i) => (typeof dim === "number" ? dim : (from[i] ?? 1)));
  try {
    return equalShapes(broadcastShapes(where, from, symbolic), symbolic);
  } catch {
    return false;
  }
}

/** The parameter of each element of `shape`, by its row-major place. */
export function reader(value: Parameter, shape: readonly number[]): (place: number) => number {
  if (typeof value === "number") return () => value;
  const { data } = value;
  if (data.length === 1) return () => data[0] as number;
  const lead = shape.length - value.shape.length;
  return (place) => {
    let [rest, at, step] = [place, 0, 1];
    for (let axis = shape.length - 1; axis >= lead; axis--) {
      const size = shape[axis] as number;
      const own = value.shape[axis - lead] as number;
      if (own !== 1) at += (rest % size) * step;
      step *= own;
      rest = Math.floor(rest / size);
    }
    return data[at] as number;
  };
}
