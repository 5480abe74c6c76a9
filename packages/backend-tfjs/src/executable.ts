import {
  type Backend,
  BackendError,
  type Bindings,
  bindDimensions,
  type DType,
  type Executable,
  type HostTensor,
  type Lowered,
  lower,
  type Program,
  resolveShape,
  sizeOf,
  type Tensor,
  type Value,
} from "@antler/core";
import type { Context, MovingContext } from "./context.js";
import { ResidentTensor } from "./device-tensor.js";
import type { Handle, Kernels } from "./kernels.js";
import { lowerings } from "./lowerings/index.js";
import { type Plan, planOf } from "./plan.js";
import { storedDType } from "./traits.js";

/** A compiled program: its nodes in order, each value given back after its last use. */
export class TfjsExecutable implements Executable {
  readonly #owner: Backend;
  readonly #kernels: Kernels;
  readonly #program: Program;
  readonly #plan: Plan;
  readonly #constants: readonly Handle[];
  readonly #context: MovingContext;
  #shapes: { readonly key: string; readonly list: readonly (readonly number[])[] } | undefined;
  #closed = false;

  constructor(owner: Backend, kernels: Kernels, program: Program) {
    this.#owner = owner;
    this.#kernels = kernels;
    this.#program = program;
    this.#plan = planOf(program);
    this.#constants = [...program.constants.values()].map((value) =>
      kernels.settle(kernels.upload(value)),
    );
    this.#context = { kernels, shape: [], bindings: new Map(), constants: program.constants };
  }

  async run(inputs: readonly Value[]): Promise<readonly Value[]> {
    if (this.#closed) throw new BackendError("tfjs: run after close. Compile the program again.");
    const kernels = this.#kernels;
    if (kernels.traits.tracked) await kernels.activate();
    // Handles by slot; `owned` are those that this run gives back.
    const slots: Slot[] = [];
    const owned = new Set<Handle>();
    try {
      this.#compute(inputs, slots, owned);
      return await this.#collect(slots, owned);
    } finally {
      kernels.abandon();
      for (const handle of owned) kernels.release(handle);
    }
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    for (const constant of this.#constants) this.#kernels.release(constant);
  }

  #compute(inputs: readonly Value[], slots: Slot[], owned: Set<Handle>): void {
    const [kernels, program, context] = [this.#kernels, this.#program, this.#context];
    const bindings = bindDimensions(program.inputs, inputs);
    const shapes = this.#resolveShapes(bindings);
    for (const value of inputs) slots.push(this.#place(value, owned));
    slots.push(...this.#constants);
    for (const [index, step] of this.#plan.steps.entries()) {
      const { node } = step;
      // Another run of this program may have come in between while this one waited.
      context.bindings = bindings;
      context.shape = shapes[index] as readonly number[];
      const operands = step.inputs.map((slot) => slots[slot] as Lowered<Handle>);
      const isEmpty = node.outputs === undefined && sizeOf(context.shape) === 0;
      const result = kernels.settle(
        isEmpty
          ? emptyResult(node.dtype, context)
          : lower<Handle, Context>(lowerings, node, operands, context),
      );
      for (const handle of handlesOf(result)) owned.add(handle);
      slots.push(result);
      for (const slot of step.last) {
        for (const handle of handlesOf(slots[slot])) {
          if (owned.delete(handle)) kernels.release(handle);
        }
        slots[slot] = undefined;
      }
    }
  }

  async #collect(slots: readonly Slot[], owned: Set<Handle>): Promise<Value[]> {
    const [kernels, program] = [this.#kernels, this.#program];
    // First everything that stays, so that a failing read finds the books in order.
    const values: (Value | Promise<HostTensor>)[] = [];
    const resident: ResidentTensor[] = [];
    try {
      for (const [index, slot] of this.#plan.outputs.entries()) {
        const handle = slots[slot] as Handle;
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

  #resolveShapes(bindings: Bindings): readonly (readonly number[])[] {
    const key = [...bindings].join(";");
    if (this.#shapes?.key !== key) {
      const list = this.#plan.steps.map(({ node }) => resolveShape(node.shape, bindings));
      this.#shapes = { key, list };
    }
    return this.#shapes.list;
  }
}

/** What stands in a slot: nothing any more, a value, or the values of an op with several results. */
type Slot = Lowered<Handle> | undefined;

function handlesOf(slot: Slot): readonly Handle[] {
  if (slot === undefined) return [];
  return Array.isArray(slot) ? slot : [slot as Handle];
}

/** Kernels do not take empty tensors; nothing has to be computed for one. */
function emptyResult(dtype: DType, { kernels, shape }: MovingContext): Handle {
  const stored = storedDType(dtype) ?? "float32";
  const data =
    stored === "bool"
      ? new Uint8Array(0)
      : stored === "int32"
        ? new Int32Array(0)
        : new Float32Array(0);
  return kernels.uploadOwned(data, shape, stored);
}
