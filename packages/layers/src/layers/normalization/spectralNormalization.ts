import { ArgumentError, ops, type Shape, sizeOf, type Tensor, type Variable } from "@antler/core";
import type { CallOptions } from "../../base/layer.js";
import { truncatedNormal } from "../../initializers/index.js";
import { checkPositiveInteger } from "../checks.js";
import { Wrapper, type WrapperConfig } from "../core/wrapper.js";

/** Options of {@link spectralNormalization}. */
export interface SpectralNormalizationConfig extends WrapperConfig {
  /** Steps of the power iteration at each training step. Default 1. */
  readonly powerIterations?: number | undefined;
}

/** See {@link spectralNormalization}. */
export class SpectralNormalization extends Wrapper {
  static override readonly className = "SpectralNormalization";
  readonly powerIterations: number;
  kernel!: Variable;
  vectorU!: Variable;

  constructor(config: SpectralNormalizationConfig) {
    super(config);
    this.powerIterations = checkPositiveInteger(
      config.powerIterations ?? 1,
      "powerIterations",
      this.name,
    );
  }

  override build(inputShape: Shape): void {
    super.build(inputShape);
    const { kernel, embeddings } = this.layer as { kernel?: Variable; embeddings?: Variable };
    const weights = kernel ?? embeddings;
    if (weights === undefined) {
      throw new ArgumentError(
        `${this.name}: the layer has nothing to normalize. Expected a layer with a kernel or embeddings, received ${this.layer}.`,
      );
    }
    this.kernel = weights;
    this.vectorU = this.addWeight({
      name: "vector_u",
      shape: [1, weights.shape.at(-1) ?? 1],
      initializer: truncatedNormal({ stddev: 0.02 }),
      trainable: false,
    });
  }

  override call(x: Tensor, options: CallOptions): Tensor {
    if (options.training === true) this.#normalize();
    return this.layer(x, options);
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    return { ...super.getConfig(), powerIterations: this.powerIterations };
  }

  /** Divides the kernel by its largest singular value, which a power iteration follows. */
  #normalize(): void {
    const { kernel } = this;
    const matrix = ops.reshape(kernel, [
      sizeOf(kernel.shape.slice(0, -1)),
      kernel.shape.at(-1) ?? 1,
    ]);
    let u = this.vectorU.read();
    let v = u;
    for (let i = 0; i < this.powerIterations; i++) {
      v = unit(ops.matmul(u, ops.transpose(matrix)));
      u = unit(ops.matmul(v, matrix));
    }
    [u, v] = [ops.stopGradient(u), ops.stopGradient(v)];
    const sigma = ops.matmul(ops.matmul(v, matrix), ops.transpose(u));
    this.vectorU.assign(u);
    kernel.assign(ops.reshape(ops.divide(matrix, sigma), kernel.shape));
  }
}

/** A row scaled to length 1. */
function unit(row: Tensor): Tensor {
  return ops.multiply(row, ops.rsqrt(ops.maximum(ops.sum(ops.square(row)), 1e-12)));
}

/**
 * Holds the largest singular value of a layer's kernel at 1: in training the kernel is divided by it
 * before every call. Source: Miyato et al. (2018).
 */
export function spectralNormalization(config: SpectralNormalizationConfig): SpectralNormalization {
  return new SpectralNormalization(config);
}
