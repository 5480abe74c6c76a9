import { type Tensor, type TensorLike, tensor } from "@antler/core";
import { Callable } from "../base/callable.js";
import { type SerializedObject, serialize } from "../saving/keys.js";

type Call = (x: TensorLike) => Tensor;

export interface Regularizer extends Call {}

/**
 * What a weight or an output adds to the loss. Subclasses implement `call`, which gives a scalar.
 * An instance is callable.
 */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: the interface adds the call signature
export abstract class Regularizer extends Callable {
  abstract call(x: Tensor): Tensor;

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
    return serialize("keras.regularizers", this.className, this.getConfig(), this);
  }
}
