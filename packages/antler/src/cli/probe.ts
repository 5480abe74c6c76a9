import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { DeviceReport } from "@antler/core";

/**
 * Tries every device of a backend in a process of its own: an engine that crashes takes nothing with
 * it, engines do not meet in one process, and what they print on their own stays out of the report.
 */
export function probeBackend(name: string): Promise<readonly DeviceReport[]> {
  const file = fileURLToPath(new URL("./probe-process.js", import.meta.url));
  const child = fork(file, [name], { stdio: ["ignore", "ignore", "ignore", "ipc"] });
  return new Promise((resolve) => {
    let reports: readonly DeviceReport[] | undefined;
    child.on("message", (message) => {
      reports = message as readonly DeviceReport[];
    });
    child.on("error", (error) => resolve([unable(error.message)]));
    child.on("close", (status, signal) => {
      resolve(
        reports ?? [unable(`the engine ended its process (${signal ?? `status ${status}`})`)],
      );
    });
  });
}

/** What stands for the devices of a backend that could not be asked about them. */
export function unable(detail: string): DeviceReport {
  return { device: "-", works: false, detail };
}
