import {
  type Backend,
  BackendError,
  type Executable,
  type Program,
  type Tensor,
} from "@antler/core";
import type { Device } from "./devices/device.js";
import { devices } from "./devices/index.js";
import { TfjsExecutable } from "./executable.js";
import { type Core, Kernels } from "./kernels.js";
import { supports } from "./support.js";
import { type DeviceName, deviceTraits } from "./traits.js";

let lastStart: Promise<unknown> = Promise.resolve();

/** Programs on the kernels of one TensorFlow.js device. */
export class TfjsBackend implements Backend {
  readonly name = "tfjs";
  readonly device: DeviceName;
  readonly details: Backend["details"];
  readonly #kernels: Kernels;
  readonly #open = new Set<Executable>();
  #closed = false;

  private constructor(device: DeviceName, kernels: Kernels, details: Backend["details"]) {
    this.device = device;
    this.details = details;
    this.#kernels = kernels;
  }

  /** Starts a device and proves it by a matrix product; throws with the cause. */
  static start(device: DeviceName): Promise<TfjsBackend> {
    // One after the other: to start a device is to change the engine's one global setting.
    const started = lastStart.then(() => TfjsBackend.#start(device));
    lastStart = started.catch(() => undefined);
    return started;
  }

  static async #start(device: DeviceName): Promise<TfjsBackend> {
    const core: Core = await import("@tensorflow/tfjs-core");
    const found: Device = devices[device];
    const details = await found.start(core);
    const traits = deviceTraits[device];
    const kernels = new Kernels(core, found.engineName, traits, () => found.takeFailure?.());
    await prove(kernels);
    return new TfjsBackend(device, kernels, {
      "@tensorflow/tfjs-core": core.version_core,
      ...details,
    });
  }

  supports(node: Tensor): boolean {
    return supports(node, this.#kernels.traits);
  }

  async compile(program: Program): Promise<Executable> {
    if (this.#closed) throw new BackendError("tfjs: the backend is closed. Open it again.");
    if (this.#kernels.traits.tracked) await this.#kernels.activate();
    const executable = new TfjsExecutable(this, this.#kernels, program);
    this.#open.add(executable);
    return {
      run: (inputs) => executable.run(inputs),
      close: () => {
        this.#open.delete(executable);
        return executable.close();
      },
    };
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await Promise.all([...this.#open].map((executable) => executable.close()));
    this.#kernels.close();
  }
}

/** [[1, 2], [3, 4]]² on the device. */
async function prove(kernels: Kernels): Promise<void> {
  const data = Float32Array.of(1, 2, 3, 4);
  try {
    const x = kernels.upload({ dtype: "float32", shape: [1, 2, 2], data });
    const y = kernels.run("BatchMatMul", { a: x, b: x }, { transposeA: false, transposeB: false });
    const product = (await kernels.read(y, "float32")).data;
    if (product.join() !== "7,10,15,22") throw new Error(`a matrix product gave ${product.join()}`);
  } finally {
    kernels.abandon();
  }
}
