import {
  ArgumentError,
  type DType,
  floatX,
  fromHost,
  globalSeedGenerator,
  hostTensor,
  SeedGenerator,
  sizeOf,
  type Tensor,
} from "@antler/core";
import { Callable } from "../base/callable.js";
import { type SerializedObject, serialize } from "../saving/keys.js";

/** Options of a call. */
export interface InitializerCallOptions {
  /** Default: the default float dtype. */
  readonly dtype?: DType | null | undefined;
}

/** The first value of a weight of this shape. */
type Call = (shape: readonly number[], options?: InitializerCallOptions) => Tensor;

export interface Initializer extends Call {}

/**
 * What gives a weight its first value. Subclasses implement `values`; an instance is callable.
 *
 * @example
 * class Ramp extends Initializer {
 *   override values(shape: readonly number[]) {
 *     return Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => i);
 *   }
 * }
 */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: the interface adds the call signature
export class Initializer extends Callable {
  static readonly className: string = "Initializer";

  /**
   * The elements of a weight of this shape, row-major.
   * @throws ArgumentError in this class itself
   */
  values(_shape: readonly number[]): Float32Array | Float64Array {
    throw new ArgumentError(
      `${this.className}: values is missing. Expected a subclass of Initializer that implements values(shape).`,
    );
  }

  /** @internal */
  override invoke(shape: readonly number[], options: InitializerCallOptions = {}): Tensor {
    const dtype = options.dtype ?? floatX;
    return fromHost(hostTensor(this.values(shape), { shape, dtype }));
  }

  /** The class's name in saved models: `"GlorotUniform"`. */
  get className(): string {
    const own = this.constructor as { readonly className?: string; readonly name: string };
    return Object.hasOwn(own, "className") ? String(own.className) : own.name;
  }

  /** The options that make an equal initializer. */
  getConfig(): Readonly<Record<string, unknown>> {
    return {};
  }

  /** The initializer as Keras's files describe it. */
  toJSON(): SerializedObject {
    return serialize(moduleOf(this.constructor), this.className, this.getConfig(), this);
  }
}

/** Keras keeps the base class elsewhere than those derived from it. */
const moduleOf = (own: unknown): string => (own === Initializer ? "keras" : "keras.initializers");

/** Options of everything that draws. */
export interface SeedOption {
  /**
   * A number: every weight of one shape gets the same values. A generator: it goes on from weight
   * to weight. Default: the global generator, see `setRandomSeed`.
   */
  readonly seed?: number | SeedGenerator | null | undefined;
}

/** An initializer that draws. */
export abstract class RandomInitializer extends Initializer {
  readonly seed: number | SeedGenerator | null;

  constructor({ seed }: SeedOption = {}) {
    super();
    this.seed = seed ?? null;
  }

  /** The generator that one weight is drawn from. */
  protected generator(): SeedGenerator {
    const { seed } = this;
    if (seed instanceof SeedGenerator) return seed;
    return seed === null ? globalSeedGenerator() : new SeedGenerator(seed);
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    const { seed } = this;
    return { seed: seed instanceof SeedGenerator ? describeGenerator(seed) : seed };
  }
}

function describeGenerator({ seed }: SeedGenerator): SerializedObject {
  return serialize("keras.random", "SeedGenerator", { seed });
}

/** A weight of this shape filled by `element`. */
export function filled(shape: readonly number[], element: () => number): Float64Array {
  const out = new Float64Array(sizeOf(shape));
  for (let i = 0; i < out.length; i++) out[i] = element();
  return out;
}
