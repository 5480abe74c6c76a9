import { ArgumentError, formatShape, type Shape, ShapeError, type Tensor } from "@antler/core";

/** What a layer demands of one of its inputs. */
export interface InputSpec {
  /** The rank. */
  readonly ndim?: number | undefined;
  readonly minNdim?: number | undefined;
  readonly maxNdim?: number | undefined;
  /** Sizes by axis (negative from the end); a symbolic dimension passes. */
  readonly axes?: Readonly<Record<number, number>> | undefined;
  /** Sizes of all axes, `null` where any will do. */
  readonly shape?: readonly (number | null)[] | undefined;
  /** Names of the axes, for messages: `"[batch, height, width, channels]"`. */
  readonly layout?: string | undefined;
}

/**
 * Checks inputs against specs, one each; a layer without specs takes anything.
 * @throws ArgumentError if the number of inputs differs
 * @throws ShapeError that names the layer, what it expects and what it received
 */
export function checkInputs(
  specs: readonly InputSpec[],
  inputs: readonly Tensor[],
  name: string,
): void {
  if (specs.length === 0) return;
  if (inputs.length !== specs.length) {
    throw new ArgumentError(
      `${name}: called with the wrong number of inputs. Expected ${specs.length}, received ${inputs.length}.`,
    );
  }
  inputs.forEach(({ shape }, i) => {
    checkInput(specs[i] as InputSpec, shape, name);
  });
}

function checkInput(spec: InputSpec, shape: Shape, name: string): void {
  const layout = spec.layout === undefined ? "" : ` ${spec.layout}`;
  const fail = (problem: string, rule: string): never => {
    throw new ShapeError(`${name}: ${problem}. Expected ${rule}, received ${formatShape(shape)}.`);
  };
  const rank = `the input has rank ${shape.length}`;
  const ndim = spec.ndim ?? spec.shape?.length;
  if (ndim !== undefined && shape.length !== ndim) fail(rank, `rank ${ndim}${layout}`);
  if (spec.minNdim !== undefined && shape.length < spec.minNdim) {
    fail(rank, `rank ${spec.minNdim} or more${layout}`);
  }
  if (spec.maxNdim !== undefined && shape.length > spec.maxNdim) {
    fail(rank, `rank ${spec.maxNdim} or less${layout}`);
  }
  const sizes: [string, number | null][] = [
    ...Object.entries(spec.axes ?? {}),
    ...Object.entries(spec.shape ?? []),
  ];
  for (const [axis, size] of sizes) {
    const dim = shape.at(Number(axis));
    if (size !== null && typeof dim === "number" && dim !== size) {
      fail(`axis ${axis} of the input has size ${dim}`, `${size}${layout}`);
    }
  }
}
