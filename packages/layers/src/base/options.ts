import type { DType, HostTensor, hostTensor, Tensor } from "@antler/core";
import type { ConstraintLike } from "../constraints/resolve.js";
import type { DTypePolicyMap } from "../dtype-policies/map.js";
import type { DTypeLike } from "../dtype-policies/policy.js";
import type { InitializerLike } from "../initializers/resolve.js";
import type { RegularizerLike } from "../regularizers/resolve.js";
import type { MaskOf } from "./masks.js";
import type { TensorStructure } from "./structure.js";

/** What every layer's constructor takes. */
export interface LayerConfig {
  /** Default: the class name in snake case, numbered: `dense`, `dense_1`… */
  readonly name?: string | null | undefined;
  /** Whether optimizers may change the weights. Default true. */
  readonly trainable?: boolean | undefined;
  /** Dtype or policy: `"float32"`, `"mixed_bfloat16"`… Float inputs are cast to it. */
  readonly dtype?: DTypeLike | DTypePolicyMap | null | undefined;
  /** What the output adds to the loss. Default none. */
  readonly activityRegularizer?: RegularizerLike | null | undefined;
  /** Whether float inputs are cast to the compute dtype. Default true. */
  readonly autocast?: boolean | undefined;
}

/** What every call of any layer takes. */
export interface AnyCallOptions {
  /** Whether to behave as in training (dropout, batch statistics). Default: as the layer outside. */
  readonly training?: boolean | undefined;
  readonly mask?: unknown;
}

/** What every call of a layer takes. */
export interface CallOptions<In extends TensorStructure = Tensor> extends AnyCallOptions {
  /** Which steps of the input count, as bool [batch, time]. Default: what the input carries. */
  readonly mask?: MaskOf<In> | undefined;
}

/** Options of kernels that layers share. */
export interface KernelOptions {
  /** Default `"glorotUniform"`. */
  readonly kernelInitializer?: InitializerLike | null | undefined;
  readonly kernelRegularizer?: RegularizerLike | null | undefined;
  readonly kernelConstraint?: ConstraintLike | null | undefined;
}

/** Options of biases that layers share. */
export interface BiasOptions {
  /** Default true. */
  readonly useBias?: boolean | undefined;
  /** Default `"zeros"`. */
  readonly biasInitializer?: InitializerLike | null | undefined;
  readonly biasRegularizer?: RegularizerLike | null | undefined;
  readonly biasConstraint?: ConstraintLike | null | undefined;
}

/** A weight that a layer asks for. */
export interface WeightConfig {
  /** Default `"variable"`. */
  readonly name?: string | undefined;
  /** Default: a scalar. */
  readonly shape?: readonly number[] | undefined;
  /** Default `"glorotUniform"` for floats, `"zeros"` for others. */
  readonly initializer?: InitializerLike | null | undefined;
  readonly regularizer?: RegularizerLike | null | undefined;
  readonly constraint?: ConstraintLike | null | undefined;
  /** Default true. */
  readonly trainable?: boolean | undefined;
  /** Default: the layer's `variableDtype`. */
  readonly dtype?: DType | undefined;
  /** Whether `call` reads it in the compute dtype. Default true. */
  readonly autocast?: boolean | undefined;
}

/** Values for weights, in the order of `weights`. */
export type WeightValue = HostTensor | Parameters<typeof hostTensor>[0];
