import { formatShape, type Shape, ShapeError } from "@antler/core";

/** What a layer demands of one of its inputs. */
export interface InputSpec {
  readonly rank?: number | undefined;
  readonly minRank?: number | undefined;
  /** Sizes by axis (negative from the end); a symbolic dimension passes. */
  readonly axes?: Readonly<Record<number, number>> | undefined;
  /** Names of the axes, for messages: `"[batch, height, width, channels]"`. */
  readonly layout?: string | undefined;
}

/**
 * Checks shapes against specs, one each (or one for all).
 * @throws ShapeError that names the layer, what it expects and what it received
 */
export function checkInputs(
  specs: readonly InputSpec[],
  shapes: readonly Shape[],
  name: string,
): void {
  shapes.forEach((shape, i) => {
    const spec = specs.length === 1 ? specs[0] : specs[i];
    if (spec !== undefined) checkInput(spec, shape, name);
  });
}

function checkInput(spec: InputSpec, shape: Shape, name: string): void {
  const layout = spec.layout === undefined ? "" : ` ${spec.layout}`;
  const fail = (problem: string, rule: string): never => {
    throw new ShapeError(`${name}: ${problem}. Expected ${rule}, received ${formatShape(shape)}.`);
  };
  if (spec.rank !== undefined && shape.length !== spec.rank) {
    fail(`the input has rank ${shape.length}`, `rank ${spec.rank}${layout}`);
  }
  if (spec.minRank !== undefined && shape.length < spec.minRank) {
    fail(`the input has rank ${shape.length}`, `rank ${spec.minRank} or more${layout}`);
  }
  for (const [axis, size] of Object.entries(spec.axes ?? {})) {
    const dim = shape.at(Number(axis));
    if (typeof dim === "number" && dim !== size) {
      fail(`axis ${axis} of the input has size ${dim}`, `${size}${layout}`);
    }
  }
}
