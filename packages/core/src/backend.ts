import type { DType, TypedArray } from "./dtype.js";
import type { Tensor } from "./tensor/tensor.js";

/** Concrete values in JavaScript memory, row-major. */
export interface HostTensor {
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly data: TypedArray;
}

/** Values that stay where the backend keeps them: device memory, a wasm heap, an engine's tensor. */
export interface DeviceTensor {
  readonly dtype: DType;
  readonly shape: readonly number[];
  /** The backend instance that owns it; no other one can use it. */
  readonly owner: Backend;
  /** Copies the values out. */
  read(): Promise<HostTensor>;
  /** Gives the memory back; the tensor can't be used afterwards. Calling it twice is harmless. */
  release(): void;
}

export type Value = HostTensor | DeviceTensor;

export function isDeviceTensor(value: Value): value is DeviceTensor {
  return "owner" in value;
}

/**
 * What a backend compiles: a pure graph of op nodes. `nodes` is in topological order and holds op
 * applications only; every input of a node is another node, one of `inputs`, or a constant.
 */
export interface Program {
  /** Placeholders, in the order in which `run` receives their values. May have symbolic dims. */
  readonly inputs: readonly Tensor[];
  /** Small values that are part of the program. */
  readonly constants: ReadonlyMap<Tensor, HostTensor>;
  readonly nodes: readonly Tensor[];
  /** Results, in order; a result may also be one of `inputs` or a constant, or appear twice. */
  readonly outputs: readonly Tensor[];
  /** Indices of `outputs` that stay with the backend as {@link DeviceTensor}s. */
  readonly resident: ReadonlySet<number>;
}

/** A compiled program. Every temporary belongs to it and dies inside `run`. */
export interface Executable {
  /**
   * Runs the program. `inputs` are host values or device tensors of the same backend instance, in
   * the order of `program.inputs`; none of them is changed or released. Host results are fresh
   * arrays that the caller owns, and no result shares memory with a host input: the caller may
   * write over its arrays as soon as `run` has ended.
   */
  run(inputs: readonly Value[]): Promise<readonly Value[]>;
  close(): Promise<void>;
}

/** The one door to an engine. */
export interface Backend {
  /** `"reference"`, `"tfjs"`, `"onnx"` or the name of a third-party package. */
  readonly name: string;
  /** `"cpu"`, `"wasm"`, `"webgpu"`, `"cuda"`… */
  readonly device: string;
  /** Versions and settings worth printing: `{ "onnxruntime-node": "1.30.0", threads: 2 }`. */
  readonly details: Readonly<Record<string, string | number | boolean>>;
  /** Whether this node runs natively, with its dtypes and attributes. `false`: decompose it. */
  supports(node: Tensor): boolean;
  compile(program: Program): Promise<Executable>;
  /** Releases everything; the backend can't be used afterwards. */
  close(): Promise<void>;
}

/** How a backend is opened: its package exports a `BackendFactory` named `backend`. */
export interface BackendFactory {
  readonly name: string;
  /** Devices in the order in which `auto` tries them. */
  readonly devices: readonly string[];
  /**
   * Opens the backend on `device` (`"auto"`: the first that works), proven by a real computation.
   * @throws BackendError that says what is missing and which command mends it
   */
  open(options: BackendOptions): Promise<Backend>;
  /** Tries every device and reports, for `antler doctor`. Never throws. */
  probe(): Promise<readonly DeviceReport[]>;
}

export interface BackendOptions {
  readonly device?: string | undefined;
  /** Threads for engines that have a pool of their own. */
  readonly threads?: number | undefined;
}

export interface DeviceReport {
  readonly device: string;
  readonly works: boolean;
  /** A version or adapter name when it works, else the exact cause. */
  readonly detail: string;
  /** The command that mends it. */
  readonly remedy?: string | undefined;
}
