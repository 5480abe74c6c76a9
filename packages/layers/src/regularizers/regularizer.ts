import { ArgumentError, type Tensor, type TensorLike, tensor } from "@antler/core";
import { Callable } from "../base/callable.js";
import { type SerializedObject, serialize } from "../saving/keys.js";

type Call = (x: TensorLike) => Tensor;

export interface Regularizer extends Call {}

/**
 * What a weight or an output adds to the loss. Subclasses implement `call`, which gives a scalar.
 * An instance is callable.
 */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: the interface adds the call signature
export class Regularizer extends Callable {
  static readonly className: string = "Regularizer";

  /** @throws ArgumentError in this class itself */
  call(_x: Tensor): Tensor {
    throw new ArgumentError(
      `${this.className}: call is missing. Expected a subclass of Regularizer that implements call(x).`,
    );
  }

  /** @internal */
  override invoke(x: TensorLike): Tensor {
    return this.call(tensor(x));
  }

  /** The class's name in saved models. */
  get className(): string {
    const own = this.constructor as { readonly className?: string; readonly name: string };
    return Object.hasOwn(own, "className") ? String(own.className) : own.name;
  }

  /** The options that make an equal regularizer. */
  getConfig(): Readonly<Record<string, unknown>> {
    return {};
  }

  /** The regularizer as Keras's files describe it. */
  toJSON(): SerializedObject {
    return serialize(moduleOf(this.constructor), this.className, this.getConfig(), this);
  }
}

/** Keras keeps the base class elsewhere than those derived from it. */
const moduleOf = (own: unknown): string => (own === Regularizer ? "keras" : "keras.regularizers");
