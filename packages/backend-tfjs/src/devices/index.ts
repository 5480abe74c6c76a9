import type { DeviceName } from "../traits.js";
import { cpu } from "./cpu.js";
import type { Device } from "./device.js";
import { node, nodeGpu } from "./node.js";
import { wasm } from "./wasm.js";
import { webgpu } from "./webgpu.js";

/** Every device, in the order in which `auto` tries them. */
export const devices = {
  "node-gpu": nodeGpu,
  node,
  webgpu,
  wasm,
  cpu,
} as const satisfies Record<DeviceName, Device>;

export const deviceNames = Object.keys(devices) as readonly DeviceName[];
