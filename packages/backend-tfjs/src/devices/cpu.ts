import { activate, type Device } from "./device.js";

/** Plain JavaScript. */
export const cpu: Device = {
  engineName: "cpu",
  remedy: "npm install @tensorflow/tfjs-backend-cpu",
  async start(core) {
    await import("@tensorflow/tfjs-backend-cpu");
    // The first use prints a banner.
    (core.engine().findBackend("cpu") as unknown as { firstUse: boolean }).firstUse = false;
    await activate(core, "cpu");
    return {};
  },
};
