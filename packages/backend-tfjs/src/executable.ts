import {
  type Backend,
  BackendError,
  bindDimensions,
  type Executable,
  type HostTensor,
  type Program,
  type Tensor,
  type Value,
} from "@antler/core";
import { ResidentTensor } from "./device-tensor.js";
import type { Handle, Kernels } from "./kernels.js";
import { GraphRunner } from "./runner.js";

/** A compiled program: values come in, are computed by its runner, and are read or stay. */
export class TfjsExecutable implements Executable {
  readonly #owner: Backend;
  readonly #kernels: Kernels;
  readonly #program: Program;
  readonly #runner: GraphRunner;
  #closed = false;

  constructor(owner: Backend, kernels: Kernels, program: Program) {
    this.#owner = owner;
    this.#kernels = kernels;
    this.#program = program;
    this.#runner = new GraphRunner(kernels, program);
  }

  async run(inputs: readonly Value[]): Promise<readonly Value[]> {
    if (this.#closed) throw new BackendError("tfjs: run after close. Compile the program again.");
    const kernels = this.#kernels;
    if (kernels.traits.tracked) await kernels.activate();
    // The references that this run gives back.
    const owned = new Set<Handle>();
    try {
      const bindings = bindDimensions(this.#program.inputs, inputs);
      const handles = inputs.map((value) => this.#place(value, owned));
      return await this.#collect(this.#runner.compute(handles, bindings, owned), owned);
    } finally {
      kernels.abandon();
      for (const handle of owned) kernels.release(handle);
    }
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#runner.close();
  }

  async #collect(handles: readonly Handle[], owned: Set<Handle>): Promise<Value[]> {
    const [kernels, program] = [this.#kernels, this.#program];
    // First everything that stays, so that a failing read finds the books in order.
    const values: (Value | Promise<HostTensor>)[] = [];
    const resident: ResidentTensor[] = [];
    try {
      for (const [index, handle] of handles.entries()) {
        const { dtype } = program.outputs[index] as Tensor;
        if (program.resident.has(index)) {
          // One that came in, or goes out twice, gets a reference of its own.
          const own = owned.delete(handle)
            ? handle
            : kernels.settle(kernels.alias(handle, handle.shape));
          const kept = new ResidentTensor(this.#owner, kernels, own, dtype);
          resident.push(kept);
          values.push(kept);
        } else values.push(kernels.read(handle, dtype));
      }
      return await Promise.all(values);
    } catch (error) {
      for (const kept of resident) kept.release();
      throw error;
    }
  }

  #place(value: Value, owned: Set<Handle>): Handle {
    if (!("owner" in value)) {
      const handle = this.#kernels.settle(this.#kernels.upload(value));
      owned.add(handle);
      return handle;
    }
    if (value instanceof ResidentTensor && value.owner === this.#owner) return value.handle;
    throw new BackendError(
      `tfjs: an input belongs to another backend. Expected a tensor of ${this.#owner.name}/${this.#owner.device}, ` +
        `received one of ${value.owner.name}/${value.owner.device}. Read it first.`,
    );
  }
}
