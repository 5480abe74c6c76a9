import type { CaseSpec, TrainingCase } from "./case.js";

export type { CaseSpec, Engine, TrainingCase } from "./case.js";

/** Builds a case. Each engine is imported only by the process that uses it. */
export async function openTrainingCase(spec: CaseSpec): Promise<TrainingCase> {
  const { engine, model, threads } = spec;
  switch (engine) {
    case "raw onnx":
      return (await import("./raw.js")).rawCase(model, threads);
    case "tfjs-layers wasm":
      return (await import("./tfjs-layers.js")).tfjsLayersCase(model, "wasm");
    case "tfjs-layers cpu":
      return (await import("./tfjs-layers.js")).tfjsLayersCase(model, "cpu");
    case "antler onnx":
      return (await import("./antler.js")).antlerCase(model, "onnx", { device: "cpu", threads });
    case "antler tfjs wasm":
      return (await import("./antler.js")).antlerCase(model, "tfjs", { device: "wasm" });
    case "antler tfjs cpu":
      return (await import("./antler.js")).antlerCase(model, "tfjs", { device: "cpu" });
    case "antler reference":
      return (await import("./antler.js")).antlerCase(model, "reference", {});
  }
}
