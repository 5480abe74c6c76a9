import {
  type Backend,
  BackendError,
  type BackendFactory,
  type BackendOptions,
  type DeviceReport,
  ops,
  Tensor,
} from "@antler/core";
import { installCommand, loadOrt, type Ort, reason } from "./api.js";
import { OnnxBackend } from "./backend.js";

const devices = ["cpu", "cuda", "webgpu"] as const;

/** What each device needs beside the package itself. */
const remedies: Readonly<Record<string, string>> = {
  cpu: installCommand,
  cuda: "npm install onnxruntime-node --onnxruntime-node-install=cuda12 (with CUDA 12 and cuDNN 9 installed)",
  webgpu:
    "install a Vulkan driver that supports WebGPU (on Debian: mesa-vulkan-drivers libvulkan1)",
};

/** ONNX Runtime: whole training steps as one ONNX graph. */
export const backend: BackendFactory = { name: "onnx", devices, open, probe };

async function open({ device = "auto", threads }: BackendOptions): Promise<Backend> {
  const candidates = device === "auto" ? devices : [device];
  const ort = await loadOrt();
  const causes: string[] = [];
  for (const candidate of candidates) {
    if (!devices.some((known) => known === candidate)) {
      throw new BackendError(
        `onnx: unknown device "${candidate}". Expected one of auto, ${devices.join(", ")}.`,
      );
    }
    try {
      return await proven(ort, candidate, threads);
    } catch (cause) {
      causes.push(`${candidate}: ${reason(cause)}. To mend it: ${remedies[candidate] ?? ""}`);
    }
  }
  throw new BackendError(`onnx: no device works. ${causes.join("; ")}`);
}

async function probe(): Promise<readonly DeviceReport[]> {
  let ort: Ort;
  try {
    ort = await loadOrt();
  } catch (cause) {
    const detail = reason(cause);
    return devices.map((device) => ({ device, works: false, detail, remedy: installCommand }));
  }
  const reports: DeviceReport[] = [];
  for (const device of devices) {
    try {
      const opened = await proven(ort, device);
      await opened.close();
      const version = opened.details["onnxruntime-node"];
      reports.push({ device, works: true, detail: `onnxruntime-node ${version}` });
    } catch (cause) {
      reports.push({ device, works: false, detail: reason(cause), remedy: remedies[device] });
    }
  }
  return reports;
}

/** A backend that has multiplied two matrices on `device` and got it right. */
async function proven(ort: Ort, device: string, threads?: number): Promise<Backend> {
  const opened = new OnnxBackend(ort, device, threads);
  try {
    const matrix = new Tensor({ op: "input", shape: [2, 2], dtype: "float32" });
    const product = ops.matmul(matrix, matrix);
    const executable = await opened.compile({
      inputs: [matrix],
      constants: new Map(),
      nodes: [product],
      outputs: [product],
      resident: new Set(),
    });
    const value = { dtype: "float32", shape: [2, 2], data: Float32Array.of(1, 2, 3, 4) } as const;
    const [result] = await executable.run([value]);
    await executable.close();
    if (result === undefined || !("data" in result) || result.data.join() !== "7,10,15,22") {
      throw new BackendError(`onnx: a matrix product on ${device} came out wrong.`);
    }
    return opened;
  } catch (cause) {
    await opened.close();
    throw cause;
  }
}
