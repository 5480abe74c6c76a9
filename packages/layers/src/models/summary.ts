import { bytesOf, formatShape, type Variable } from "@antler/core";
import type { AnyLayer } from "../base/layer.js";
import { countElements } from "../base/own-weights.js";
import { flatten } from "../base/structure.js";
import type { Step } from "../functional/graph.js";
import { InputLayer } from "../layers/core/inputLayer.js";

/** What a summary tells of. */
interface Summarized {
  readonly name: string;
  readonly built: boolean;
  readonly layers: readonly AnyLayer[];
  readonly weights: readonly Variable[];
  readonly trainableWeights: readonly Variable[];
  readonly nonTrainableWeights: readonly Variable[];
}

/** Keras's table: each layer with its output shape and number of parameters, then the totals. */
export function summarize(model: Summarized, steps: readonly Step[]): string {
  const rows = model.layers.map((layer) => [
    `${layer.name} (${layer.className})`,
    outputShape(layer, steps),
    layer.built ? countElements(layer.weights).toLocaleString("en-US") : "0 (unbuilt)",
  ]);
  const total = (title: string, weights: readonly Variable[]): string =>
    ` ${title} params: ${countElements(weights).toLocaleString("en-US")} (${size(weights)})`;
  return [
    `Model: "${model.name}"`,
    ...table(["Layer (type)", "Output Shape", "Param #"], rows),
    total("Total", model.weights),
    total("Trainable", model.trainableWeights),
    total("Non-trainable", model.nonTrainableWeights),
  ].join("\n");
}

function outputShape(layer: AnyLayer, steps: readonly Step[]): string {
  if (layer instanceof InputLayer) return formatShape(layer.output.shape);
  const step = steps.find((s) => s.kind === "call" && s.call.layer === layer);
  if (step?.kind !== "call") return "?";
  return flatten(step.call.outputs)
    .map((output) => formatShape(output.shape))
    .join(", ");
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const widths = head.map((title, i) =>
    Math.max(title.length, ...rows.map((row) => row[i]?.length ?? 0)),
  );
  const rule = (left: string, line: string, cross: string, right: string): string =>
    left + widths.map((width) => line.repeat(width + 2)).join(cross) + right;
  // Numbers stand to the right.
  const cells = (row: readonly string[], bar: string): string =>
    `${bar} ${row
      .map((cell, i) =>
        i === row.length - 1 ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0),
      )
      .join(` ${bar} `)} ${bar}`;
  return [
    rule("┏", "━", "┳", "┓"),
    cells(head, "┃"),
    rule("┡", "━", "╇", "┩"),
    ...rows.map((row) => cells(row, "│")),
    rule("└", "─", "┴", "┘"),
  ];
}

function size(weights: readonly Variable[]): string {
  let bytes = weights.reduce((sum, weight) => {
    return sum + countElements([weight]) * bytesOf(weight.dtype);
  }, 0);
  const units = ["B", "KB", "MB", "GB"];
  while (bytes >= 1024 && units.length > 1) {
    bytes /= 1024;
    units.shift();
  }
  return `${units[0] === "B" ? bytes : bytes.toFixed(2)} ${units[0]}`;
}
