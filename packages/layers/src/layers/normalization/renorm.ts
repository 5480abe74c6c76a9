import { ArgumentError, fromHost, ops, Tensor, type Variable } from "@antler/core";
import { type InitializerLike, resolveInitializer } from "../../initializers/resolve.js";
import { moveTowards } from "./moving.js";

const limits = ["rmin", "rmax", "dmax"] as const;

/** Limits of the corrections of batch renormalization: rmin ≤ r ≤ rmax, |d| ≤ dmax. */
export type RenormClipping = { readonly [K in (typeof limits)[number]]?: number | undefined };

/** @throws ArgumentError for an unknown key */
export function checkClipping(clipping: RenormClipping, where: string): RenormClipping {
  const unknown = Object.keys(clipping).find((key) => !limits.includes(key as "rmin"));
  if (unknown === undefined) return clipping;
  throw new ArgumentError(
    `${where}: renormClipping has an unknown key. Expected some of ${limits.join(", ")}, received "${unknown}".`,
  );
}

/** What the corrections need of the layer. */
interface Owner {
  readonly epsilon: number;
  readonly momentum: number;
  readonly renormMomentum: number;
  readonly renormClipping: RenormClipping | null;
  addWeight(config: {
    readonly name: string;
    readonly shape: readonly number[];
    readonly initializer: InitializerLike;
    readonly trainable: false;
    readonly autocast: false;
  }): Variable;
}

/**
 * The corrections of batch renormalization, which bring a batch's statistics to the moving ones:
 * the normalized value becomes x · r + d. Source: Ioffe, "Batch Renormalization" (2017).
 */
export class Renorm {
  readonly #owner: Owner;
  readonly #movingStddev: Variable;
  readonly #mean: Variable;
  readonly #stddev: Variable;

  constructor(
    owner: Owner,
    start: {
      readonly size: number;
      readonly mean: InitializerLike;
      readonly variance: InitializerLike;
    },
  ) {
    const weight = (name: string, initializer: InitializerLike): Variable =>
      owner.addWeight({
        name,
        shape: [start.size],
        initializer,
        trainable: false,
        autocast: false,
      });
    const stddev = (shape: readonly number[]): Tensor => {
      const drawn = resolveInitializer(start.variance, "moving_stddev")(shape);
      return ops.sqrt(drawn instanceof Tensor ? drawn : fromHost(drawn));
    };
    this.#owner = owner;
    this.#movingStddev = weight("moving_stddev", stddev);
    this.#mean = weight("renorm_mean", start.mean);
    this.#stddev = weight("renorm_stddev", stddev);
  }

  /** The corrections for a batch, which do not pass gradients; then the statistics follow it. */
  update(mean: Tensor, variance: Tensor): { readonly r: Tensor; readonly d: Tensor } {
    const { epsilon, renormMomentum, renormClipping } = this.#owner;
    const { rmin, rmax, dmax } = renormClipping ?? {};
    const stddev = ops.sqrt(ops.add(variance, epsilon));
    const moving = ops.maximum(this.#stddev, Math.sqrt(epsilon));
    let r = ops.divide(stddev, moving);
    let d = ops.divide(ops.subtract(mean, this.#mean), moving);
    if (rmin !== undefined) r = ops.maximum(r, rmin);
    if (rmax !== undefined) r = ops.minimum(r, rmax);
    if (dmax !== undefined) d = ops.minimum(ops.maximum(d, -dmax), dmax);
    moveTowards(this.#mean, mean, renormMomentum);
    moveTowards(this.#stddev, stddev, renormMomentum);
    return { r: ops.stopGradient(r), d: ops.stopGradient(d) };
  }

  /** The next moving variance: that of the moving standard deviation, as in training. */
  movingVariance(variance: Tensor): Tensor {
    const { epsilon, momentum } = this.#owner;
    moveTowards(this.#movingStddev, ops.sqrt(ops.add(variance, epsilon)), momentum);
    return ops.relu(ops.subtract(ops.square(this.#movingStddev), epsilon));
  }
}
