// Runs as a child of `antler doctor`: tries the devices of one backend and sends the reports back.
import type { DeviceReport } from "@antler/core";
import { messageOf } from "../backends/open.js";
import { loadFactory } from "../backends/registry.js";
import { unable } from "./probe.js";

async function probe(name: string): Promise<readonly DeviceReport[]> {
  try {
    const factory = await loadFactory(name, "antler doctor");
    return await factory.probe();
  } catch (error) {
    return [unable(messageOf(error))];
  }
}

void probe(process.argv[2] ?? "").then((reports) => {
  // Engines may keep timers and threads alive: end as soon as the reports are out.
  process.send?.(reports, () => process.exit(0));
});
