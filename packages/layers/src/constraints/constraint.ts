import { ArgumentError, type Tensor, type TensorLike, tensor } from "@antler/core";
import { Callable } from "../base/callable.js";
import { type SerializedObject, serialize } from "../saving/keys.js";

type Call = (x: TensorLike) => Tensor;

export interface Constraint extends Call {}

/**
 * Where a weight may be. Subclasses implement `call`, which gives the nearest value that is allowed.
 * An instance is callable.
 */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: the interface adds the call signature
export class Constraint extends Callable {
  static readonly className: string = "Constraint";

  /** @throws ArgumentError in this class itself */
  call(_x: Tensor): Tensor {
    throw new ArgumentError(
      `${this.className}: call is missing. Expected a subclass of Constraint that implements call(x).`,
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

  /** The options that make an equal constraint. */
  getConfig(): Readonly<Record<string, unknown>> {
    return {};
  }

  /** The constraint as Keras's files describe it. */
  toJSON(): SerializedObject {
    return serialize(moduleOf(this.constructor), this.className, this.getConfig(), this);
  }
}

/** Keras keeps the base class elsewhere than those derived from it. */
const moduleOf = (own: unknown): string => (own === Constraint ? "keras" : "keras.constraints");
