import { ArgumentError, ops, type Tensor, type Variable } from "@antler/core";
import type { Layer } from "../../base/layer.js";
import type { InitializerLike } from "../../initializers/resolve.js";
import { checkPositiveInteger } from "../checks.js";

/** The layer whose kernel is adapted. */
type Owner = Pick<Layer, "addWeight" | "name">;

/** Options of layers that can be trained by low-rank adaptation. */
export interface LoraOptions {
  /** Rank of the update; the kernel itself is frozen. Default: no adaptation. */
  readonly loraRank?: number | null | undefined;
  /**
   * In convolutions, the update is scaled by loraAlpha / loraRank. In dense layers it is part of the
   * config only: as in Keras, the factor there is 1 unless `enableLora` sets it.
   */
  readonly loraAlpha?: number | null | undefined;
}

/** Options of `enableLora`. */
export interface EnableLoraOptions {
  /** The update is scaled by loraAlpha / rank. Default: rank. */
  readonly loraAlpha?: number | null | undefined;
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
  #scale = 1;

  constructor(config: LoraOptions, where: string) {
    if (config.loraRank === undefined || config.loraRank === null) return;
    this.rank = checkPositiveInteger(config.loraRank, "loraRank", where);
    this.alpha = config.loraAlpha ?? this.rank;
  }

  /**
   * Adds the factors while the layer is built, if the config asks for them.
   * @param scaled whether the config's alpha counts: in Keras it does in convolutions alone
   */
  enableInBuild(layer: Owner, kernel: Variable, name: string, scaled = false): void {
    if (this.rank === undefined) return;
    this.#enable(layer, kernel, name);
    if (scaled) this.#scale = (this.alpha ?? 1) / this.rank;
  }

  /** Adds the factors and freezes the kernel. */
  #enable(
    layer: Owner,
    kernel: Variable,
    name: string,
    { aInitializer = "heUniform", bInitializer = "zeros" }: EnableLoraOptions = {},
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

  /** Adds the factors to a layer that is built. */
  enable(
    rank: number,
    options: EnableLoraOptions,
    layer: Owner,
    kernel: Variable | undefined,
    name: string,
  ): void {
    if (kernel === undefined) {
      throw new ArgumentError(
        `${layer.name}: has no ${name} yet. Expected a built layer. Call it on a tensor, or call build(inputShape).`,
      );
    }
    const fresh = new Lora({ loraRank: rank, loraAlpha: options.loraAlpha }, layer.name);
    if (this.a === undefined) [this.rank, this.alpha] = [fresh.rank, fresh.alpha];
    this.#enable(layer, kernel, name, options);
    this.#scale = (this.alpha ?? 1) / (this.rank ?? 1);
  }

  /** What the update is multiplied by. */
  get scale(): number {
    return this.#scale;
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
