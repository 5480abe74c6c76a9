import {
  allocate,
  BackendError,
  convert,
  type DType,
  type HostTensor,
  sizeOf,
  type TypedArray,
} from "@antler/core";
import type { DataId, KernelBackend, TensorInfo } from "@tensorflow/tfjs-core";
import { type DeviceTraits, type StoredDType, storedDType } from "./traits.js";

/** The module namespace, imported when a device is opened. */
export type Core = typeof import("@tensorflow/tfjs-core");

/** One reference to a buffer of the device, seen in one shape. */
export interface Handle {
  readonly dataId: DataId;
  readonly shape: readonly number[];
  readonly dtype: StoredDType;
}

type KernelFunction = (call: {
  inputs: unknown;
  attrs: unknown;
  backend: unknown;
}) => TensorInfo | TensorInfo[];

/**
 * Runs kernels and owns what they make. Kernels are called with their device, past the engine's
 * single global one, so two devices can be open at once.
 *
 * Everything that is made between two calls of {@link settle} is temporary; `settle` keeps one.
 */
export class Kernels {
  readonly traits: DeviceTraits;
  readonly #core: Core;
  readonly #device: KernelBackend;
  readonly #deviceName: string;
  readonly #takeFailure: () => Error | undefined;
  readonly #functions = new Map<string, KernelFunction>();
  readonly #temporaries = new Set<Handle>();
  readonly #scalars = new Map<string, Handle>();
  /** With which [k, n] a buffer was packed as the second operand of a matrix product. */
  readonly #packed = new WeakMap<DataId, string>();
  #bytes = 0;
  readonly #sizes = new WeakMap<DataId, { bytes: number; references: number }>();

  /** `takeFailure`: an error of an earlier kernel that reached nobody. */
  constructor(
    core: Core,
    deviceName: string,
    traits: DeviceTraits,
    takeFailure: () => Error | undefined = () => undefined,
  ) {
    this.#core = core;
    this.#takeFailure = takeFailure;
    this.#deviceName = deviceName;
    this.#device = core.engine().findBackend(deviceName);
    this.traits = traits;
  }

  /** Makes the engine's global state fit, for kernels that look there. */
  async activate(): Promise<void> {
    const engine = this.#core.engine();
    if (engine.backendName === this.#deviceName) return;
    const done = await this.#core.setBackend(this.#deviceName);
    if (!done || engine.backendName !== this.#deviceName) {
      throw new BackendError(
        `tfjs: device "${this.#deviceName}" did not start. Expected it to become active, ` +
          `received "${engine.backendName}".`,
      );
    }
  }

  /** Applies a kernel; the result is temporary. */
  run(
    kernel: string,
    inputs: Readonly<Record<string, Handle>> | readonly Handle[],
    attrs: object = {},
  ): Handle {
    let apply = this.#functions.get(kernel);
    if (apply === undefined) {
      const found = this.#core.getKernel(kernel, this.#deviceName);
      if (found === undefined || found === null) {
        throw new BackendError(`tfjs: device "${this.#deviceName}" has no kernel "${kernel}".`);
      }
      apply = found.kernelFunc as KernelFunction;
      this.#functions.set(kernel, apply);
    }
    return this.#own(apply({ inputs, attrs, backend: this.#device }) as TensorInfo);
  }

  /** Copies host values to the device; the result is temporary. */
  upload(value: HostTensor): Handle {
    const stored = storedDType(value.dtype);
    if (stored === undefined)
      throw new BackendError(`tfjs: dtype ${value.dtype} does not exist here.`);
    let data: TypedArray = value.data;
    if (value.dtype === "uint8") data = Int32Array.from(value.data);
    else if (this.traits.aliasesHost) data = value.data.slice();
    return this.uploadOwned(data, value.shape, stored);
  }

  /** As {@link upload}, for an array that nobody else holds. */
  uploadOwned(data: TypedArray, shape: readonly number[], dtype: StoredDType): Handle {
    this.#reserve(data.byteLength);
    const dataId = this.#device.write(data as Float32Array, shape as number[], dtype) as DataId;
    const info = { dataId, shape: shape as number[], dtype };
    return this.#own(
      this.traits.tracked ? this.#core.engine().makeTensorFromTensorInfo(info, this.#device) : info,
    );
  }

  /** A scalar that stays on the device as long as the backend is open. */
  scalar(value: number, dtype: StoredDType): Handle {
    const key = `${Object.is(value, -0) ? "-0" : value} ${dtype}`;
    let found = this.#scalars.get(key);
    if (found === undefined) {
      found = this.uploadOwned(convert([value], dtype), [], dtype);
      this.#temporaries.delete(found);
      this.#scalars.set(key, found);
    }
    return found;
  }

  /** The same buffer in another shape. */
  alias(x: Handle, shape: readonly number[]): Handle {
    this.#device.incRef(x.dataId);
    const info = { dataId: x.dataId, shape: shape as number[], dtype: x.dtype };
    return this.#own(
      this.traits.tracked ? this.#core.engine().makeTensorFromTensorInfo(info, this.#device) : info,
    );
  }

  /** `b`, in a buffer that was never packed with other dimensions. */
  packable(b: Handle): Handle {
    if (!this.traits.packsByBuffer) return b;
    const key = b.shape.slice(-2).join("×");
    const before = this.#packed.get(b.dataId);
    if (before === undefined || before === key) {
      this.#packed.set(b.dataId, key);
      return b;
    }
    const copy = this.run("Slice", { x: b }, { begin: b.shape.map(() => 0), size: b.shape });
    this.#packed.set(copy.dataId, key);
    return copy;
  }

  /** Gives a temporary back before its lowering ends. */
  free(x: Handle): void {
    if (this.#temporaries.delete(x)) this.release(x);
  }

  /** Ends a lowering: its results now belong to the caller, every other temporary is gone. */
  settle<T extends Handle | readonly Handle[]>(result: T): T;
  settle(result: Handle | readonly Handle[]): Handle | readonly Handle[] {
    const keep = (value: Handle): Handle => {
      const kept = this.#temporaries.has(value) ? value : this.alias(value, value.shape);
      this.#temporaries.delete(kept);
      return kept;
    };
    const kept = Array.isArray(result) ? result.map(keep) : keep(result as Handle);
    this.abandon();
    return kept;
  }

  /** Makes a reference that a lowering owns one of its results. */
  adopt(x: Handle): Handle {
    this.#temporaries.add(x);
    return x;
  }

  /** Gives every temporary back. */
  abandon(): void {
    for (const temporary of this.#temporaries) this.release(temporary);
    this.#temporaries.clear();
  }

  /** Gives back a reference that belongs to the caller. */
  release(x: Handle): void {
    const size = this.#sizes.get(x.dataId);
    if (size !== undefined && --size.references === 0) this.#bytes -= size.bytes;
    if ("dispose" in x) (x as unknown as { dispose(): void }).dispose();
    else this.#device.disposeData(x.dataId);
  }

  /** Values in fresh memory; only where the device reads at once. */
  readNow(x: Handle): TypedArray {
    return this.#fresh(this.#device.readSync(x.dataId) as TypedArray, x.dtype);
  }

  /** Values in fresh memory. */
  async read(x: Handle, dtype: DType): Promise<HostTensor> {
    const shape = [...x.shape];
    if (sizeOf(shape) === 0) return { dtype, shape, data: allocate(dtype, 0) };
    const raw = (
      this.traits.readsAtOnce ? this.#device.readSync(x.dataId) : await this.#device.read(x.dataId)
    ) as TypedArray;
    const failure = this.#takeFailure();
    if (failure !== undefined) {
      throw new BackendError(`tfjs: a kernel failed on "${this.#deviceName}": ${failure.message}`);
    }
    return { dtype, shape, data: this.#fresh(raw, dtype) };
  }

  /** Buffers that are alive on the device. */
  get buffers(): number {
    return this.#device.numDataIds();
  }

  close(): void {
    this.abandon();
    for (const scalar of this.#scalars.values()) this.release(scalar);
    this.#scalars.clear();
  }

  #fresh(raw: TypedArray, dtype: DType): TypedArray {
    const blank = allocate(dtype, 0);
    if (raw.constructor !== blank.constructor) return convert(raw, dtype);
    return this.traits.aliasesHost ? raw.slice() : raw;
  }

  #own(result: TensorInfo): Handle {
    const handle = result as Handle;
    const size = this.#sizes.get(handle.dataId);
    if (size === undefined) {
      const bytes = sizeOf(handle.shape) * (handle.dtype === "bool" ? 1 : 4);
      this.#sizes.set(handle.dataId, { bytes, references: 1 });
      this.#bytes += bytes;
    } else {
      if (size.references++ === 0) this.#bytes += size.bytes;
    }
    this.#temporaries.add(handle);
    if (this.#bytes > this.traits.memoryLimit) this.#reserve(0);
    return handle;
  }

  #reserve(bytes: number): void {
    if (this.#bytes + bytes <= this.traits.memoryLimit) return;
    throw new BackendError(
      `tfjs: device "${this.#deviceName}" is out of memory. Expected ${this.traits.memoryLimit} bytes ` +
        `at most, received ${this.#bytes + bytes}. Use a smaller batch, or another device.`,
    );
  }
}
