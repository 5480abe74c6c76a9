import { activate, type Device } from "./device.js";

const events = ["uncaughtException", "unhandledRejection"] as const;

/** WebAssembly with SIMD, one thread: TensorFlow.js has no threads in Node. */
export const wasm: Device = {
  engineName: "wasm",
  remedy: "npm install @tensorflow/tfjs-backend-wasm",
  async start(core) {
    await import("@tensorflow/tfjs-backend-wasm");
    const before = events.map((event) => new Set(process.listeners(event as "exit")));
    await activate(core, "wasm");
    // The module installs handlers that rethrow, for the whole process: not its business.
    events.forEach((event, i) => {
      for (const listener of process.listeners(event as "exit")) {
        if (!before[i]?.has(listener)) process.removeListener(event, listener);
      }
    });
    return { simd: await core.env().getAsync("WASM_HAS_SIMD_SUPPORT").then(Boolean), threads: 1 };
  },
};
