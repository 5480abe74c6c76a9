import { type HostTensor, type Tensor, Variable, type VariableOptions } from "@antler/core";

/** What a weight adds to the loss, a scalar. */
export type RegularizerFunction = (weight: Tensor) => Tensor;

/** What an updated weight is replaced by: the nearest one that is allowed. */
export type ConstraintFunction = (weight: Tensor) => Tensor;

/** Options of {@link Weight}. */
export interface WeightOptions extends VariableOptions {
  readonly regularizer?: RegularizerFunction | undefined;
  readonly constraint?: ConstraintFunction | undefined;
}

/** A layer's variable. */
export class Weight extends Variable {
  /** Its value is part of `layer.losses` while the weight is trained. */
  readonly regularizer: RegularizerFunction | undefined;
  /** Applied after every update by an optimizer. */
  readonly constraint: ConstraintFunction | undefined;

  constructor(initial: HostTensor | Tensor, options: WeightOptions = {}) {
    super(initial, options);
    this.regularizer = options.regularizer;
    this.constraint = options.constraint;
  }
}

/** What the regularizers of trained weights add to the loss. */
export function regularizationLosses(trained: readonly Variable[]): readonly Tensor[] {
  return trained.flatMap((variable) =>
    variable instanceof Weight && variable.regularizer !== undefined
      ? [variable.regularizer(variable.read())]
      : [],
  );
}
