import { ArgumentError, ShapeError, type Tensor } from "@antler/core";
import type { LayerConfig } from "../../base/layer.js";
import type { SerializedObject } from "../../saving/keys.js";
import { checkChoice, checkPositiveInteger } from "../checks.js";
import { checkDense } from "../preprocessing/categoryEncoding.js";
import { encode } from "../preprocessing/encode.js";
import { farmHash64, joinHashes } from "./farmhash.js";
import { dtypeFor } from "./hashing.js";
import { elementsOf, HostLayer, indexTensor, type Nested, type Word } from "./host-layer.js";

/** Options of {@link hashedCrossing}. */
export interface HashedCrossingConfig extends LayerConfig {
  readonly numBins: number;
  /** Default `"int"`. */
  readonly outputMode?: "int" | "one_hot" | "oneHot" | undefined;
  /** There are no sparse tensors: only false. */
  readonly sparse?: false | undefined;
}

/** The key that TensorFlow crosses with. */
const hashKey = 0xdecafcaffen;

/** See {@link hashedCrossing}. */
export class HashedCrossing extends HostLayer {
  static readonly className = "HashedCrossing";
  readonly numBins: number;
  readonly outputMode: "int" | "one_hot";

  constructor(config: HashedCrossingConfig) {
    super({ ...config, dtype: config.dtype ?? dtypeFor(config.outputMode) });
    this.numBins = checkPositiveInteger(config.numBins, "numBins", this.name);
    const mode = config.outputMode ?? "int";
    this.outputMode = checkChoice(mode, ["int", "one_hot"], "outputMode", this.name);
    checkDense(config.sparse, this.name);
  }

  /** @param inputs two features or more: words or whole numbers, [batch] or [batch, 1] each */
  override call(inputs: Nested<Word>): Tensor {
    if (!Array.isArray(inputs) || inputs.length < 2) {
      throw new ArgumentError(
        `${this.name}: there is nothing to cross. Expected a list of two features or more, received ${JSON.stringify(inputs)}.`,
      );
    }
    const features = inputs.map((feature) => elementsOf(feature, this.name));
    const { shape } = features[0] as (typeof features)[0];
    const fits = shape.length < 2 || (shape.length === 2 && shape[1] === 1);
    if (!fits || features.some((feature) => String(feature.shape) !== String(shape))) {
      const shapes = features.map((feature) => `[${feature.shape}]`).join(", ");
      throw new ShapeError(
        `${this.name}: the features do not fit. Expected all [batch], or all [batch, 1], received ${shapes}.`,
      );
    }
    const size = features[0]?.values.length ?? 0;
    const values = Array.from({ length: size }, (_, i) => {
      const hash = features.reduce((sum, feature) => {
        const word = feature.values[i] as Word;
        const own = typeof word === "number" ? BigInt.asUintN(64, BigInt(word)) : farmHash64(word);
        return joinHashes(sum, own);
      }, hashKey);
      return Number(hash % BigInt(this.numBins));
    });
    return encode(indexTensor({ values, shape }), this.outputMode, this.numBins, this.dtype);
  }

  /** Keras writes these options only. */
  override getConfig(): Readonly<Record<string, unknown>> {
    const { name, dtype } = super.getConfig();
    const { numBins, outputMode } = this;
    return { numBins, outputMode, sparse: false, name, dtype };
  }

  /** The dtype is a plain name here, as Keras writes it. */
  override toJSON(): SerializedObject {
    const json = super.toJSON();
    return { ...json, config: { ...json.config, dtype: this.dtypePolicy.name } };
  }
}

/** Combinations of features as one of `numBins` bins, by their hash; the same bins as TensorFlow's. */
export function hashedCrossing(config: HashedCrossingConfig): HashedCrossing {
  return new HashedCrossing(config);
}
