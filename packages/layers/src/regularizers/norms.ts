import { ArgumentError, ops, type Tensor } from "@antler/core";
import { Regularizer } from "./regularizer.js";

export interface L1L2Options {
  /** Factor of Σ |x|. Default 0. */
  readonly l1?: number | null | undefined;
  /** Factor of Σ x². Default 0. */
  readonly l2?: number | null | undefined;
}

/** See {@link l1L2}. */
export class L1L2 extends Regularizer {
  static readonly className = "L1L2";
  readonly l1: number;
  readonly l2: number;

  constructor({ l1, l2 }: L1L2Options = {}) {
    super();
    this.l1 = checkFactor("L1L2", "l1", l1 ?? 0);
    this.l2 = checkFactor("L1L2", "l2", l2 ?? 0);
  }

  override call(x: Tensor): Tensor {
    const terms = [
      ...(this.l1 === 0 ? [] : [absolute(x, this.l1)]),
      ...(this.l2 === 0 ? [] : [squared(x, this.l2)]),
    ];
    return terms.reduce((sum, term) => ops.add(sum, term), ops.zeros([], { dtype: x.dtype }));
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    return { l1: this.l1, l2: this.l2 };
  }
}

/** l1 Σ |x| + l2 Σ x². */
export function l1L2(options?: L1L2Options): L1L2 {
  return new L1L2(options);
}

/** See {@link l1}. */
export class L1 extends Regularizer {
  static readonly className = "L1";
  readonly l1: number;

  constructor(options: { readonly l1?: number | undefined } = {}) {
    super();
    this.l1 = checkFactor("L1", "l1", options.l1 ?? 0.01);
  }

  override call(x: Tensor): Tensor {
    return absolute(x, this.l1);
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    return { l1: this.l1 };
  }
}

/** l1 Σ |x|, `l1` by default 0.01. */
export function l1(options?: { readonly l1?: number | undefined }): L1 {
  return new L1(options);
}

/** See {@link l2}. */
export class L2 extends Regularizer {
  static readonly className = "L2";
  readonly l2: number;

  constructor(options: { readonly l2?: number | undefined } = {}) {
    super();
    this.l2 = checkFactor("L2", "l2", options.l2 ?? 0.01);
  }

  override call(x: Tensor): Tensor {
    return squared(x, this.l2);
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    return { l2: this.l2 };
  }
}

/** l2 Σ x², `l2` by default 0.01. */
export function l2(options?: { readonly l2?: number | undefined }): L2 {
  return new L2(options);
}

function absolute(x: Tensor, factor: number): Tensor {
  return ops.multiply(ops.sum(ops.abs(x)), factor);
}

function squared(x: Tensor, factor: number): Tensor {
  return ops.multiply(ops.sum(ops.square(x)), factor);
}

/** @throws ArgumentError unless it is a number ≥ 0 */
export function checkFactor(where: string, name: string, value: number): number {
  if (typeof value === "number" && Number.isFinite(value) && value >= 0) return value;
  throw new ArgumentError(
    `${where}: ${name} is out of range. Expected a number ≥ 0, received ${String(value)}.`,
  );
}
