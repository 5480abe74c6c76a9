import { ArgumentError, type DType, ops, type Tensor, type TensorLike, tensor } from "@antler/core";
import { Callable } from "../base/callable.js";
import { computeDType } from "../base/compute-dtype.js";
import { maskOf } from "../base/masks.js";
import { uniqueName } from "../base/names.js";
import { readWeighting, type Weighting } from "../base/weighting.js";
import type { DTypeLike } from "../dtype-policies/policy.js";
import { type SerializedObject, serialize } from "../saving/keys.js";
import {
  type Reduction,
  reduceWeighted,
  type StandardReduction,
  standardReduction,
} from "./reduction.js";

/** What every loss takes. */
export interface LossOptions {
  /** Default `"sum_over_batch_size"`. */
  readonly reduction?: Reduction | undefined;
  readonly name?: string | null | undefined;
  /** Labels and predictions are cast to it. Default: the default float dtype. */
  readonly dtype?: DTypeLike | null | undefined;
}

/** (labels, predictions) → a loss per sample: mostly the predictions' shape without the last axis. */
export type LossFunction = (yTrue: Tensor, yPred: Tensor) => Tensor;

/** What the trainer needs to know about the labels. */
export type LabelKind = "values" | "classIndices";

export interface Loss {
  /**
   * The reduced loss of labels and predictions, a scalar unless the reduction is `"none"`.
   * @param options.sampleWeight - `[batch]`, or with more of the axes of the losses
   * @param options.mask - likewise; false leaves a sample out. Default: the predictions' own mask
   */
  (yTrue: TensorLike, yPred: TensorLike, options?: Weighting): Tensor;
}

/**
 * What training lowers. Subclasses implement `call`, the loss of each sample; an instance is
 * callable and reduces these to one number.
 *
 * @example
 * class AbsoluteError extends Loss {
 *   override call(yTrue: Tensor, yPred: Tensor) {
 *     return ops.mean(ops.abs(ops.subtract(yPred, yTrue)), -1);
 *   }
 * }
 */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: the interface adds the call signature
export class Loss extends Callable {
  static readonly className: string = "Loss";

  readonly name: string;
  readonly reduction: StandardReduction;
  readonly dtype: DType;

  /** @throws ArgumentError if the reduction is unknown */
  constructor(options: LossOptions = {}) {
    super();
    this.name = options.name ?? uniqueName(this.className);
    this.dtype = computeDType(options.dtype, this.name);
    const { reduction = "sum_over_batch_size" } = options;
    this.reduction = standardReduction(reduction, this.name);
  }

  /** The class's name in saved models: `"MeanSquaredError"`. */
  get className(): string {
    const own = this.constructor as { readonly className?: string; readonly name: string };
    return Object.hasOwn(own, "className") ? String(own.className) : own.name;
  }

  /** `"classIndices"`: labels are integers that count the last axis of the predictions. */
  get labels(): LabelKind {
    return "values";
  }

  /** A label whose samples are left out; it need not be a class. */
  get ignoredClass(): number | undefined {
    return undefined;
  }

  /** The losses of the samples: [batch, …]. */
  call(_yTrue: Tensor, _yPred: Tensor): Tensor {
    throw new ArgumentError(
      `${this.name}: call is missing. Expected a subclass of Loss that implements call(yTrue, yPred).`,
    );
  }

  /** @internal casts, computes the losses, and reduces them */
  override invoke(yTrue: TensorLike, yPred: TensorLike, options?: Weighting): Tensor {
    const weighting = readWeighting(options, this.name);
    const [labels, given] = [tensor(yTrue), tensor(yPred)];
    // Integers that count classes are never numbers of the loss's dtype.
    const exact = this.labels === "classIndices" ? labels : ops.cast(labels, this.dtype);
    const losses = this.call(exact, ops.cast(given, this.dtype));
    const mask = both(weighting.mask ?? maskOf(given), maskOf(losses));
    return reduceWeighted(ops.cast(losses, this.dtype), { ...weighting, mask }, this.reduction);
  }

  /** The options that make an equal loss. */
  getConfig(): Readonly<Record<string, unknown>> {
    return { name: this.name, reduction: this.reduction };
  }

  /** The loss as Keras's files describe it. */
  toJSON(): SerializedObject {
    const module = this.className === "Loss" ? "keras" : "keras.losses";
    return serialize(module, this.className, this.getConfig(), this);
  }

  toString(): string {
    return `${this.className}(${this.name})`;
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.toString();
  }
}

/** What both masks keep. */
function both(a: Tensor | undefined, b: Tensor | undefined): Tensor | undefined {
  return a === undefined || b === undefined ? (a ?? b) : ops.logicalAnd(a, b);
}
