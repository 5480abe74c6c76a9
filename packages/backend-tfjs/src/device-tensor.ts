import {
  type Backend,
  BackendError,
  type DeviceTensor,
  type DType,
  type HostTensor,
} from "@antler/core";
import type { Handle, Kernels } from "./kernels.js";

/** A result that stays on the device until it is released. */
export class ResidentTensor implements DeviceTensor {
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly owner: Backend;
  readonly #kernels: Kernels;
  #handle: Handle | undefined;

  constructor(owner: Backend, kernels: Kernels, handle: Handle, dtype: DType) {
    this.owner = owner;
    this.#kernels = kernels;
    this.#handle = handle;
    this.dtype = dtype;
    this.shape = handle.shape;
  }

  /** The device's own reference; it stays with this tensor. */
  get handle(): Handle {
    if (this.#handle === undefined) {
      throw new BackendError("tfjs: this tensor was released; its values are gone.");
    }
    return this.#handle;
  }

  read(): Promise<HostTensor> {
    return this.#kernels.read(this.handle, this.dtype);
  }

  release(): void {
    if (this.#handle === undefined) return;
    this.#kernels.release(this.#handle);
    this.#handle = undefined;
  }
}
