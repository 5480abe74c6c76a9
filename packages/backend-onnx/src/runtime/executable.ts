import {
  type Backend,
  BackendError,
  type DType,
  type Executable,
  isDeviceTensor,
  type Program,
  type Value,
} from "@antler/core";
import { fromOrtArray, toOrtArray } from "../graph/types.js";
import type { OnnxProgram } from "../program.js";
import type { Ort, OrtSession, OrtTensor } from "./api.js";
import { OnnxTensor } from "./device-tensor.js";
import { runtimeError } from "./errors.js";

/** One session of ONNX Runtime that runs one program. */
export class OnnxExecutable implements Executable {
  readonly #ort: Ort;
  readonly #session: OrtSession;
  readonly #owner: Backend;
  readonly #inputNames: readonly string[];
  readonly #outputs: readonly { name: string; dtype: DType; resident: boolean }[];
  readonly #outputNames: readonly string[];
  readonly #onClose: () => void;
  #closed = false;

  constructor(
    ort: Ort,
    session: OrtSession,
    owner: Backend,
    program: Program,
    onnx: OnnxProgram,
    onClose: () => void,
  ) {
    this.#onClose = onClose;
    this.#ort = ort;
    this.#session = session;
    this.#owner = owner;
    this.#inputNames = onnx.inputNames;
    this.#outputNames = onnx.outputNames;
    this.#outputs = program.outputs.map(({ dtype }, i) => ({
      name: onnx.outputNames[i] ?? "",
      dtype,
      resident: program.resident.has(i),
    }));
  }

  async run(inputs: readonly Value[]): Promise<readonly Value[]> {
    if (this.#closed)
      throw new BackendError("onnx: this program was closed and can't run any more.");
    const names = this.#inputNames;
    if (inputs.length !== names.length) {
      throw new BackendError(`onnx: expected ${names.length} inputs, received ${inputs.length}.`);
    }
    const feeds: Record<string, OrtTensor> = {};
    for (let i = 0; i < names.length; i++)
      feeds[names[i] as string] = this.#feed(inputs[i] as Value);
    let results: Readonly<Record<string, OrtTensor>>;
    try {
      results = await this.#session.run(feeds, this.#outputNames);
    } catch (cause) {
      throw runtimeError(cause);
    }
    return this.#outputs.map(({ name, dtype, resident }): Value => {
      const tensor = results[name] as OrtTensor;
      if (resident) return new OnnxTensor(tensor, dtype, this.#owner);
      return { dtype, shape: tensor.dims, data: fromOrtArray(tensor.data, dtype) };
    });
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#onClose();
    await this.#session.release();
  }

  /** Host arrays are handed over without a copy. */
  #feed(value: Value): OrtTensor {
    if (!isDeviceTensor(value)) {
      const { dtype, data, shape } = value;
      return new this.#ort.Tensor(dtype, toOrtArray(data, dtype), shape);
    }
    if (value instanceof OnnxTensor && value.owner === this.#owner) return value.tensor;
    throw new BackendError(
      `onnx: received a tensor of another backend (${value.owner.name}). Expected host values or own tensors. Read it first.`,
    );
  }
}
