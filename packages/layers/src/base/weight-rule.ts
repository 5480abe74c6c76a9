import {
  type ConstraintLike,
  describeConstraint,
  resolveConstraint,
} from "../constraints/resolve.js";
import {
  describeInitializer,
  type InitializerLike,
  resolveInitializer,
} from "../initializers/resolve.js";
import {
  describeRegularizer,
  type RegularizerLike,
  resolveRegularizer,
} from "../regularizers/resolve.js";

/** How one weight starts, what it adds to the loss, and where it may be. */
export interface WeightRule {
  readonly initializer: InitializerLike;
  readonly regularizer: RegularizerLike | undefined;
  readonly constraint: ConstraintLike | undefined;
}

/**
 * The rule that a layer's config holds under `kernelInitializer`, `kernelRegularizer` and
 * `kernelConstraint`, if `prefix` is `"kernel"`. It goes into `addWeight({ name, shape, ...rule })`.
 * @throws ArgumentError for an unknown name
 */
export function weightRule(
  config: object,
  prefix: string,
  initializer: InitializerLike,
  where: string,
): WeightRule {
  const options = config as Readonly<Record<string, unknown>>;
  const rule: WeightRule = {
    initializer: (options[`${prefix}Initializer`] ?? initializer) as InitializerLike,
    regularizer: (options[`${prefix}Regularizer`] ?? undefined) as RegularizerLike | undefined,
    constraint: (options[`${prefix}Constraint`] ?? undefined) as ConstraintLike | undefined,
  };
  resolveInitializer(rule.initializer, `${where}: ${prefix}Initializer`);
  resolveRegularizer(rule.regularizer, `${where}: ${prefix}Regularizer`);
  resolveConstraint(rule.constraint, `${where}: ${prefix}Constraint`);
  return rule;
}

/** The rule as the layer's config holds it. */
export function describeRule(prefix: string, rule: WeightRule): Readonly<Record<string, unknown>> {
  return {
    [`${prefix}Initializer`]: describeInitializer(rule.initializer),
    [`${prefix}Regularizer`]: describeRegularizer(rule.regularizer),
    [`${prefix}Constraint`]: describeConstraint(rule.constraint),
  };
}
