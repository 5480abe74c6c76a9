import {
  ArgumentError,
  equalShapes,
  formatShape,
  type HostTensor,
  hostTensor,
  ShapeError,
  type Variable,
} from "@antler/core";

/** The value of a variable: in memory, or as nested arrays. */
export type StateValue = HostTensor | Parameters<typeof hostTensor>[0];

/**
 * Values that fit the variables, in order.
 * @throws ArgumentError if the number differs, ShapeError if a shape does
 */
export function checkValues(
  where: string,
  variables: readonly Variable[],
  values: readonly StateValue[],
): readonly HostTensor[] {
  if (values.length !== variables.length) {
    throw new ArgumentError(
      `${where}: setWeights got the wrong number of values. Expected ${variables.length} ` +
        `(${variables.map(({ name }) => name).join(", ")}), received ${values.length}. Build the optimizer first.`,
    );
  }
  return values.map((value, i) => {
    const host = typeof value === "object" && "data" in value ? value : hostTensor(value);
    const { name, shape } = variables[i] as Variable;
    if (equalShapes(host.shape, shape)) return host;
    throw new ShapeError(
      `${name}: setWeights got a value of another shape. Expected ${formatShape(shape)}, received ${formatShape(host.shape)}.`,
    );
  });
}
