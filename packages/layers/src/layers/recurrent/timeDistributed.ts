import { formatShape, multiplyDims, ops, type Shape, ShapeError, type Tensor } from "@antler/core";
import type { CallOptions } from "../../base/layer.js";
import { Wrapper, type WrapperConfig } from "../core/wrapper.js";

/** See {@link timeDistributed}. */
export class TimeDistributed extends Wrapper {
  static override readonly className = "TimeDistributed";

  constructor(config: WrapperConfig) {
    super(config);
    this.supportsMasking = true;
    this.inputSpecs = [{ minNdim: 3, layout: "[batch, time, ...]" }];
  }

  override build([batch = 1, , ...rest]: Shape): void {
    this.layer.build([batch, ...rest]);
  }

  /** All steps are samples of one large batch: the layer is called once. */
  override call(x: Tensor, { training, mask }: CallOptions): Tensor {
    const [batch = 1, time = 1, ...rest] = x.shape;
    const samples = multiplyDims(batch, time);
    if (mask !== undefined) this.#checkMask(x, mask);
    const inner =
      mask !== undefined && this.layer.supportsMasking && mask.rank > 2
        ? ops.reshape(mask, [samples, ...mask.shape.slice(2)])
        : undefined;
    const options = inner === undefined ? { training } : { training, mask: inner };
    const output = this.layer(ops.reshape(x, [samples, ...rest]), options);
    return ops.reshape(output, [batch, time, ...output.shape.slice(1)]);
  }

  #checkMask(x: Tensor, mask: Tensor): void {
    const fits = [0, 1].every((axis) => {
      const [a, b] = [mask.shape[axis], x.shape[axis]];
      return a !== undefined && (typeof a !== "number" || typeof b !== "number" || a === b);
    });
    if (fits) return;
    throw new ShapeError(
      `${this.name}: the mask does not fit the input. Expected [batch, time, ...] as in ${formatShape(x.shape)}, received ${formatShape(mask.shape)}.`,
    );
  }
}

/** Calls a layer on every step of a sequence alike: [batch, time, ...] → [batch, time, ...]. */
export function timeDistributed(config: WrapperConfig): TimeDistributed {
  return new TimeDistributed(config);
}
