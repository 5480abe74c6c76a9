import { SerializationError, type Tensor } from "@antler/core";
import { type CallOptions, Layer, type LayerConfig } from "../../base/layer.js";
import type { Mask } from "../../base/masks.js";
import type { TensorStructure } from "../../base/structure.js";
import { type CustomObject, getRegisteredName } from "../../saving/custom-objects.js";
import { describeFunction, type SerializedObject } from "../../saving/keys.js";

/** A function of tensors; `training`, `mask` and `arguments` come as options. */
export type LambdaFunction = (inputs: never, options: never) => TensorStructure;

/** Options of {@link lambda}. */
export interface LambdaConfig extends LayerConfig {
  readonly function: LambdaFunction;
  /** The mask of the result, or a function (inputs, mask) that gives it. Default: none. */
  readonly mask?: Mask | ((inputs: never, mask: never) => Mask | undefined) | null | undefined;
  /** Options that every call gets. */
  readonly arguments?: Readonly<Record<string, unknown>> | null | undefined;
  /** Kept for configs of Keras: shapes are inferred here. */
  readonly outputShape?: unknown;
}

/** See {@link lambda}. */
export class Lambda extends Layer<TensorStructure, TensorStructure> {
  static readonly className = "Lambda";
  readonly function: LambdaFunction;
  readonly arguments: Readonly<Record<string, unknown>>;
  readonly #mask: LambdaConfig["mask"];
  readonly #outputShape: unknown;

  constructor(config: LambdaConfig) {
    super(config);
    this.function = config.function;
    this.arguments = config.arguments ?? {};
    this.#mask = config.mask ?? undefined;
    this.#outputShape = config.outputShape ?? null;
    this.supportsMasking = this.#mask !== undefined;
  }

  override call(inputs: TensorStructure, options: CallOptions<TensorStructure>): TensorStructure {
    return this.function(inputs as never, { ...this.arguments, ...options } as never);
  }

  override computeMask(inputs: TensorStructure, mask: unknown): Mask | undefined {
    const own = this.#mask ?? undefined;
    return typeof own === "function" ? own(inputs as never, mask as never) : own;
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    return {
      ...super.getConfig(),
      function: this.function,
      outputShape: this.#outputShape,
      mask: this.#mask ?? null,
      arguments: this.arguments,
    };
  }

  /** @throws SerializationError for a function without a name */
  override toJSON(): SerializedObject {
    const json = super.toJSON();
    const named = (key: string): unknown => describe(json.config[key], this.name);
    return {
      ...json,
      config: { ...json.config, function: named("function"), mask: named("mask") },
    };
  }
}

/** A function as files hold it: by the name under which it is registered. */
function describe(value: unknown, layer: string): unknown {
  if (typeof value !== "function") return value;
  const name = getRegisteredName(value as CustomObject);
  if (name !== "") return describeFunction(name);
  throw new SerializationError(
    `${layer}: the function has no name to be saved by. Expected one made known by registerSerializable("package", "name").`,
  );
}

/** A layer that lambda makes of a function: callable with what the function takes. */
type LambdaLayer<F extends LambdaFunction> = Lambda &
  ((inputs: Parameters<F>[0], options?: CallOptions) => ReturnType<F>);

/**
 * A function as a layer without weights: `layers.lambda((x) => x.square())`. It can be saved if the
 * function is registered under a name.
 */
export function lambda<F extends (inputs: Tensor, options: never) => TensorStructure>(
  config: (LambdaConfig & { readonly function: F }) | F,
): LambdaLayer<F>;
export function lambda<F extends LambdaFunction>(
  config: (LambdaConfig & { readonly function: F }) | F,
): LambdaLayer<F>;
export function lambda(config: LambdaConfig | LambdaFunction): Lambda {
  return new Lambda(typeof config === "function" ? { function: config } : config);
}
