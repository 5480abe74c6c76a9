import { ArgumentError, ops, type Tensor, type Variable } from "@antler/core";
import type { Layer } from "../../base/layer.js";
import type { InitializerLike } from "../../initializers/resolve.js";
import { checkPositiveInteger } from "../checks.js";

/** Options of layers that can be trained by low-rank adaptation. */
export interface LoraOptions {
  /** Rank of the update; the kernel itself is frozen. Default: no adaptation. */
  readonly loraRank?: number | null | undefined;
  /** The update is scaled by loraAlpha / loraRank. Default: loraRank. */
  readonly loraAlpha?: number | null | undefined;
}

/** How {@link Lora.enable} starts the factors. */
export interface LoraInitializers {
  /** Default `"heUniform"`. */
  readonly aInitializer?: InitializerLike | undefined;
  /** Default `"zeros"`: the layer starts as it was. */
  readonly bInitializer?: InitializerLike | undefined;
}

/** The low-rank update of one kernel: A · B, [..., in, rank] · [rank, out]. Source: Hu et al. (2021). */
export class Lora {
  rank: number | undefined;
  alpha: number | undefined;
  a: Variable | undefined;
  b: Variable | undefined;

  constructor(config: LoraOptions, where: string) {
    if (config.loraRank === undefined || config.loraRank === null) return;
    this.rank = checkPositiveInteger(config.loraRank, "loraRank", where);
    this.alpha = config.loraAlpha ?? this.rank;
  }

  /** Adds the factors and freezes the kernel. */
  enable(
    layer: Pick<Layer, "addWeight" | "built" | "name">,
    kernel: Variable,
    name: string,
    { aInitializer = "heUniform", bInitializer = "zeros" }: LoraInitializers = {},
  ): void {
    if (this.a !== undefined) {
      throw new ArgumentError(
        `${layer.name}: low-rank adaptation is enabled already. Expected one call only.`,
      );
    }
    const { shape } = kernel;
    const rank = this.rank ?? 1;
    this.a = layer.addWeight({
      name: `lora_${name}_a`,
      shape: [...shape.slice(0, -1), rank],
      initializer: aInitializer,
    });
    this.b = layer.addWeight({
      name: `lora_${name}_b`,
      shape: [rank, shape.at(-1) ?? 1],
      initializer: bInitializer,
    });
    kernel.trainable = false;
  }

  /** What the update is multiplied by. */
  get scale(): number {
    return (this.alpha ?? 1) / (this.rank ?? 1);
  }

  /** The kernel with the update. */
  applyTo(kernel: Variable): Tensor {
    const { a, b } = this;
    if (a === undefined || b === undefined) return kernel.read();
    return ops.add(kernel, ops.multiply(ops.matmul(a, b), this.scale));
  }

  /** What the layer's config holds of it. */
  get config(): Readonly<Record<string, unknown>> {
    return this.rank === undefined ? {} : { loraRank: this.rank, loraAlpha: this.alpha };
  }
}
