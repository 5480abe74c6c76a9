import {
  type Backend,
  BackendError,
  type DeviceTensor,
  type DType,
  type HostTensor,
} from "@antler/core";
import { fromOrtArray } from "../graph/types.js";
import type { OrtTensor } from "./api.js";
import { freeMemory } from "./free-memory.js";

/** A result that stays with ONNX Runtime: the next run takes it as it is, without a copy. */
export class OnnxTensor implements DeviceTensor {
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly owner: Backend;
  #tensor: OrtTensor | undefined;

  constructor(tensor: OrtTensor, dtype: DType, owner: Backend) {
    this.#tensor = tensor;
    this.dtype = dtype;
    this.shape = tensor.dims;
    this.owner = owner;
  }

  /** The engine's tensor. @throws BackendError after `release` */
  get tensor(): OrtTensor {
    if (this.#tensor !== undefined) return this.#tensor;
    throw new BackendError("onnx: this tensor was released and has no values any more.");
  }

  async read(): Promise<HostTensor> {
    const { data } = this.tensor;
    return { dtype: this.dtype, shape: this.shape, data: fromOrtArray(data, this.dtype).slice() };
  }

  release(): void {
    const buffer = this.#tensor?.data.buffer;
    this.#tensor = undefined;
    if (buffer instanceof ArrayBuffer) freeMemory(buffer);
  }
}
