import type { ModelName } from "../cases/data.js";
import type { Engine } from "../cases/index.js";
import { type Measurement, measurePaired, ratio } from "../harness/paired.js";
import { median } from "../harness/statistics.js";
import { milliseconds, table } from "../harness/table.js";
import type { Target } from "../harness/target.js";
import type { Section, Settings } from "./section.js";

/** The pair whose ratio matters most stands together, so that its turns follow each other. */
const fast: readonly Engine[] = ["antler onnx", "raw onnx", "antler tfjs wasm", "tfjs-layers wasm"];

/** Seconds for a step of the CNN. */
const slow: readonly Engine[] = ["antler tfjs cpu", "tfjs-layers cpu", "antler reference"];

const titles = {
  mlp: "MLP 784-512-10, batch 128, Adam",
  cnn: "CNN (2 convolutions, 2 poolings, 2 dense), batch 64, Adam",
};

/** One model on every engine, step by step. */
export async function trainingSection(model: ModelName, settings: Settings): Promise<Section> {
  const { quick, threads } = settings;
  const specs = (engines: readonly Engine[]) =>
    engines.map((engine) => ({ engine, model, threads }));
  const measured = [
    ...(await measurePaired(specs(fast), { rounds: quick ? 4 : 16, turn: quick ? 100 : 400 })),
    ...(quick ? [] : await measurePaired(specs(slow), { rounds: 2, turn: 400 })),
  ];
  const of = (engine: Engine): Measurement | undefined =>
    measured.find(({ spec }) => spec.engine === engine);
  return {
    title: titles[model],
    text: report(measured, of("raw onnx")),
    targets: model === "mlp" ? mlpTargets(of) : cnnTargets(of),
    data: measured,
  };
}

type Lookup = (engine: Engine) => Measurement | undefined;

function mlpTargets(of: Lookup): readonly Target[] {
  const layersWasm = of("tfjs-layers wasm");
  return [
    {
      name: "MLP: antler onnx / raw graph",
      measured: ratio(of("antler onnx"), of("raw onnx")),
      limit: 1.15,
      holds: "atMost",
      unit: "×",
    },
    {
      name: "MLP: tfjs-layers wasm / antler onnx",
      measured: ratio(layersWasm, of("antler onnx")),
      limit: 15,
      holds: "atLeast",
      unit: "×",
    },
    {
      name: "MLP: antler tfjs wasm / tfjs-layers wasm",
      measured: ratio(of("antler tfjs wasm"), layersWasm),
      limit: 1,
      holds: "atMost",
      unit: "×",
    },
  ];
}

function cnnTargets(of: Lookup): readonly Target[] {
  const wasm = of("antler tfjs wasm");
  const { firstLoss, lastLoss } = wasm ?? {};
  return [
    {
      name: "CNN: antler onnx / raw graph",
      measured: ratio(of("antler onnx"), of("raw onnx")),
      limit: 1.15,
      holds: "atMost",
      unit: "×",
    },
    {
      name: "CNN: antler tfjs wasm trains, last loss / first loss",
      measured:
        firstLoss === undefined || lastLoss === undefined ? undefined : lastLoss / firstLoss,
      limit: 0.95,
      holds: "atMost",
    },
  ];
}

function report(measured: readonly Measurement[], base: Measurement | undefined): string {
  const rows = measured
    .filter(({ failure }) => failure === undefined)
    .map((measurement) => {
      const { spec, rounds, typical } = measurement;
      const { firstLoss = Number.NaN, lastLoss = Number.NaN } = measurement;
      // Slow cases had no turns beside the raw graph; their ratio is one of medians.
      const times = base === undefined ? undefined : median(rounds) / median(base.rounds);
      const paired = rounds.length === base?.rounds.length ? ratio(measurement, base) : times;
      return [
        spec.engine,
        milliseconds(median(rounds)),
        milliseconds(median(typical)),
        paired === undefined ? "" : paired.toPrecision(3),
        `${firstLoss.toFixed(3)} → ${lastLoss.toFixed(3)}`,
        String(rounds.length),
      ];
    });
  const failures = measured
    .filter(({ failure }) => failure !== undefined)
    .map(({ spec, failure }) => `${spec.engine} can't run it: ${failure}`);
  const header = ["engine", "ms a step", "typical ms", "× raw onnx", "loss", "rounds"];
  return [table(header, rows), ...failures].join("\n");
}
