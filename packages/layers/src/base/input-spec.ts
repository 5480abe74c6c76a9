import {
  ArgumentError,
  type DType,
  formatShape,
  type Shape,
  ShapeError,
  type Tensor,
} from "@antler/core";
import { type SerializedObject, serialize } from "../saving/keys.js";

/** What a layer demands of one of its inputs. */
export interface InputRule {
  /** The rank. */
  readonly ndim?: number | null | undefined;
  readonly minNdim?: number | null | undefined;
  readonly maxNdim?: number | null | undefined;
  /** Sizes by axis (negative from the end); a symbolic dimension passes. */
  readonly axes?: Readonly<Record<number, number | null>> | null | undefined;
  /** Sizes of all axes, `null` where any will do. */
  readonly shape?: readonly (number | null)[] | null | undefined;
  /** Dtype, where casting does not see to it. */
  readonly dtype?: DType | null | undefined;
  /** Whether the input may be missing. Default false. */
  readonly optional?: boolean | undefined;
  /** Whether a last axis of size 1 more does no harm. Default false. */
  readonly allowLastAxisSqueeze?: boolean | undefined;
  /** Names of the axes, for messages: `"[batch, height, width, channels]"`. */
  readonly layout?: string | undefined;
}

/** An {@link InputRule} that can be saved. */
export class InputSpec implements InputRule {
  static readonly className = "InputSpec";
  readonly dtype: DType | null;
  readonly shape: readonly (number | null)[] | null;
  readonly ndim: number | null;
  readonly minNdim: number | null;
  readonly maxNdim: number | null;
  readonly axes: Readonly<Record<number, number | null>>;
  readonly optional: boolean;
  readonly allowLastAxisSqueeze: boolean;

  constructor(rule: InputRule = {}) {
    this.dtype = rule.dtype ?? null;
    this.shape = rule.shape ?? null;
    this.ndim = this.shape?.length ?? rule.ndim ?? null;
    this.minNdim = rule.minNdim ?? null;
    this.maxNdim = rule.maxNdim ?? null;
    this.axes = rule.axes ?? {};
    this.optional = rule.optional ?? false;
    this.allowLastAxisSqueeze = rule.allowLastAxisSqueeze ?? false;
  }

  toJSON(): SerializedObject {
    const { dtype, shape, ndim, maxNdim, minNdim, axes, optional } = this;
    return serialize("keras", "InputSpec", {
      dtype,
      shape,
      ndim,
      maxNdim,
      minNdim,
      axes,
      optional,
    });
  }
}

/**
 * Checks inputs against specs, one each; a layer without specs takes anything.
 * @throws ArgumentError if the number of inputs differs
 * @throws ShapeError that names the layer, what it expects and what it received
 */
export function checkInputs(
  specs: readonly InputRule[],
  inputs: readonly Tensor[],
  name: string,
): void {
  if (specs.length === 0) return;
  if (inputs.length !== specs.length) {
    throw new ArgumentError(
      `${name}: called with the wrong number of inputs. Expected ${specs.length}, received ${inputs.length}.`,
    );
  }
  inputs.forEach((given, i) => {
    checkInput(specs[i] as InputRule, given, name);
  });
}

function checkInput(spec: InputRule, { shape: full, dtype }: Tensor, name: string): void {
  const shape = spec.allowLastAxisSqueeze ? squeezed(full, spec.shape) : full;
  const layout = spec.layout === undefined ? "" : ` ${spec.layout}`;
  const fail = (problem: string, rule: string): never => {
    throw new ShapeError(`${name}: ${problem}. Expected ${rule}, received ${formatShape(shape)}.`);
  };
  const rank = `the input has rank ${shape.length}`;
  const ndim = spec.shape?.length ?? spec.ndim ?? shape.length;
  if (shape.length !== ndim) fail(rank, `rank ${ndim}${layout}`);
  const { minNdim, maxNdim } = spec;
  if (typeof minNdim === "number" && shape.length < minNdim) {
    fail(rank, `rank ${minNdim} or more${layout}`);
  }
  if (typeof maxNdim === "number" && shape.length > maxNdim) {
    fail(rank, `rank ${maxNdim} or less${layout}`);
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
  if (spec.dtype && spec.dtype !== dtype) {
    throw new ArgumentError(
      `${name}: the input has another dtype. Expected ${spec.dtype}, received ${dtype}.`,
    );
  }
}

/** `shape` without a last axis of size 1, or with one, if that is what `wanted` has. */
function squeezed(shape: Shape, wanted: InputRule["shape"]): Shape {
  if (!wanted) return shape;
  if (shape.length === wanted.length + 1 && shape.at(-1) === 1) return shape.slice(0, -1);
  if (shape.length === wanted.length - 1 && wanted.at(-1) === 1) return [...shape, 1];
  return shape;
}
