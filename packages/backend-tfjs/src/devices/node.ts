import util from "node:util";
import { activate, type Device, optional } from "./device.js";

/** Native TensorFlow; both packages register one name, so only one of them can be loaded. */
let loaded: string | undefined;

function native(packageName: string, needsGpu: boolean): Device {
  return {
    engineName: "tensorflow",
    remedy: `npm install --ignore-scripts=false ${packageName}`,
    async start(core) {
      if (loaded !== undefined && loaded !== packageName) {
        throw new Error(`${loaded} is loaded in this process; the two packages exclude each other`);
      }
      restoreUtilities();
      await optional(packageName);
      loaded = packageName;
      await activate(core, "tensorflow");
      const device = core.engine().findBackend("tensorflow") as unknown as {
        isUsingGpuDevice: boolean;
        binding?: { TF_Version?: string };
      };
      if (needsGpu && !device.isUsingGpuDevice) {
        throw new Error("TensorFlow found no GPU; CUDA 11 and cuDNN 8 must be installed");
      }
      return { tensorflow: device.binding?.TF_Version ?? "unknown" };
    },
  };
}

/** Functions that Node 23 took away and tfjs-node 4.22 still calls. */
function restoreUtilities(): void {
  const legacy = util as unknown as Record<string, unknown>;
  legacy.isNullOrUndefined ??= (value: unknown) => value === null || value === undefined;
  legacy.isArray ??= Array.isArray;
}

export const node = native("@tensorflow/tfjs-node", false);
export const nodeGpu = native("@tensorflow/tfjs-node-gpu", true);
