import type { KernelBackend } from "@tensorflow/tfjs-core";
import { activate, type Device, optional } from "./device.js";

/** The parts of WebGPU that are used here; Node has no types for it. */
interface Adapter {
  readonly info: { readonly isFallbackAdapter?: boolean; readonly description?: string };
  readonly limits: Readonly<Record<string, number>>;
  requestDevice(options: { requiredLimits: Record<string, number> }): Promise<GpuDevice>;
}
interface GpuDevice {
  addEventListener(
    type: "uncapturederror",
    listener: (event: { error: Error; preventDefault?: () => void }) => void,
  ): void;
}
interface Gpu {
  requestAdapter(options: { powerPreference: string }): Promise<Adapter | null>;
}
interface Dawn {
  create(options: readonly string[]): Gpu;
  readonly globals: Readonly<Record<string, unknown>>;
}
interface WebGpuPackage {
  readonly WebGPUBackend: new (device: GpuDevice, info: Adapter["info"]) => KernelBackend;
}

const raisedLimits = [
  "maxComputeWorkgroupStorageSize",
  "maxComputeWorkgroupsPerDimension",
  "maxStorageBufferBindingSize",
  "maxBufferSize",
  "maxComputeWorkgroupSizeX",
  "maxComputeInvocationsPerWorkgroup",
];

/** Whether our own device is registered: one serves the whole process. */
let started = false;

/** The first shader error since the device was asked; no call ever throws one. */
let shaderError: Error | undefined;

/** A browser's own `navigator.gpu`, else Dawn from the package `webgpu`. */
async function findGpu(): Promise<Gpu> {
  const present = (globalThis.navigator as { gpu?: Gpu } | undefined)?.gpu;
  if (present !== undefined) return present;
  const dawn = await optional<Dawn>("webgpu");
  for (const [name, value] of Object.entries(dawn.globals)) {
    if (!(name in globalThis)) Object.assign(globalThis, { [name]: value });
  }
  return dawn.create([]);
}

/** The kernels look for constants under `navigator.gpu`. */
function publish(gpu: Gpu): void {
  if (!("navigator" in globalThis)) {
    Object.defineProperty(globalThis, "navigator", {
      value: {},
      configurable: true,
      writable: true,
    });
  }
  if ((globalThis.navigator as { gpu?: Gpu }).gpu !== undefined) return;
  Object.defineProperty(globalThis.navigator, "gpu", {
    value: gpu,
    configurable: true,
    writable: true,
  });
}

/** Any GPU with a Vulkan, Metal or D3D12 driver. */
export const webgpu: Device = {
  engineName: "webgpu",
  remedy: "npm install webgpu @tensorflow/tfjs-backend-webgpu",
  takeFailure() {
    const error = shaderError;
    shaderError = undefined;
    return error;
  },
  async start(core) {
    const name = "@tensorflow/tfjs-backend-webgpu";
    const { WebGPUBackend } = await optional<WebGpuPackage>(name);
    const gpu = await findGpu();
    const adapter = await gpu.requestAdapter({ powerPreference: "high-performance" });
    if (adapter === null) throw new Error("there is no WebGPU adapter; install a GPU driver");
    if (adapter.info.isFallbackAdapter === true) {
      throw new Error("the only WebGPU adapter is a software one, slower than wasm");
    }
    publish(gpu);
    if (!started) {
      const requiredLimits = Object.fromEntries(
        raisedLimits.map((limit) => [limit, adapter.limits[limit] ?? 0]),
      );
      const device = await adapter.requestDevice({ requiredLimits });
      device.addEventListener("uncapturederror", (event) => {
        event.preventDefault?.();
        shaderError ??= event.error;
      });
      core.removeBackend("webgpu");
      core.registerBackend("webgpu", () => new WebGPUBackend(device, adapter.info), 3);
      started = true;
    }
    await activate(core, "webgpu");
    // On small tensors this would compute on the CPU and hide what the GPU does.
    core.env().set("WEBGPU_CPU_FORWARD", false);
    return { adapter: adapter.info.description ?? "unknown" };
  },
};
