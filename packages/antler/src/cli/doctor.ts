import { readFileSync } from "node:fs";
import type { DeviceReport } from "@antler/core";
import { type BackendFailure, messageOf, openBackend } from "../backends/open.js";
import { builtInNames } from "../backends/registry.js";
import { type ResolveOptions, resolveConfig } from "../config/resolve.js";
import type { ResolvedConfig } from "../config/types.js";
import { probeBackend } from "./probe.js";
import type { Style } from "./style.js";
import { alignColumns, wrap } from "./table.js";

/** What each device of one backend said when it was tried. */
export interface BackendReport {
  readonly name: string;
  readonly devices: readonly DeviceReport[];
}

/** Everything `antler doctor` found out; `--json` prints it as it is. */
export interface DoctorReport {
  readonly antler: string;
  readonly node: string;
  readonly platform: string;
  /** Absent if the configuration can't be followed: then `error` says why. */
  readonly config?: ResolvedConfig;
  readonly backends: readonly BackendReport[];
  readonly chosen?: {
    readonly backend: string;
    readonly device: string;
    readonly source: string;
    readonly details: Readonly<Record<string, string | number | boolean>>;
  };
  readonly failures: readonly BackendFailure[];
  /** Why there is no chosen backend. */
  readonly error?: string;
}

/** Tries everything on this machine. Never throws. */
export async function examine(options: ResolveOptions = {}): Promise<DoctorReport> {
  const machine = {
    antler: ownVersion(),
    node: process.versions.node,
    platform: `${process.platform} ${process.arch}`,
  };
  let config: ResolvedConfig | undefined;
  let outcome: Pick<DoctorReport, "chosen" | "failures" | "error">;
  try {
    config = resolveConfig(options);
    outcome = await choose(config);
  } catch (error) {
    outcome = { failures: [], error: messageOf(error) };
  }
  const names = new Set<string>(builtInNames);
  if (config !== undefined && config.backend.value !== "auto") names.add(config.backend.value);
  const backends = await Promise.all(
    [...names].map(async (name) => ({ name, devices: await probeBackend(name) })),
  );
  return { ...machine, ...(config && { config }), backends, ...outcome };
}

async function choose(config: ResolvedConfig) {
  const { backend, failures } = await openBackend(config);
  const { name, device, details } = backend;
  await backend.close();
  return { chosen: { backend: name, device, source: config.backend.source, details }, failures };
}

function ownVersion(): string {
  const manifest = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  return (JSON.parse(manifest) as { version: string }).version;
}

/** The report as a page for people. */
export function formatReport(report: DoctorReport, style: Style): string {
  return [
    style.strong(`Antler ${report.antler}`) +
      style.faint(`   Node.js ${report.node}, ${report.platform}`),
    "",
    ...configSection(report.config, style),
    ...backendSection(report.backends, style),
    chosenLine(report, style),
    ...report.failures.map(({ name, cause }) => style.faint(`  ${name} was passed over: ${cause}`)),
  ].join("\n");
}

function configSection(config: ResolvedConfig | undefined, style: Style): string[] {
  if (config === undefined) return [];
  const rows = Object.entries(config).map(([key, { value, source }]) => [
    `  ${key}`,
    String(value ?? "engine's choice"),
    `from ${source}`,
  ]);
  return [style.strong("Configuration"), ...alignColumns(rows), ""];
}

function backendSection(backends: readonly BackendReport[], style: Style): string[] {
  const reports = backends.flatMap(({ name, devices }) =>
    devices.map((report) => ({ name, ...report })),
  );
  const columns = alignColumns(reports.map(({ name, device }) => [name, device]));
  const indent = Math.max(0, ...columns.map((line) => line.length));
  const under = " ".repeat(indent + 6);
  const width = style.columns - under.length;
  const lines = reports.flatMap(({ works, detail, remedy }, index) => {
    const [first = "", ...more] = wrap(detail, width);
    const mark = works ? style.good("✔") : style.bad("✘");
    const shown = works ? first : style.faint(first);
    return [
      `  ${mark} ${(columns[index] ?? "").padEnd(indent)}  ${shown}`,
      ...more.map((line) => under + style.faint(line)),
      ...(works || remedy === undefined ? [] : wrap(`remedy: ${remedy}`, width)).map(
        (line) => under + style.strong(line),
      ),
    ];
  });
  return [style.strong("Backends"), ...lines, ""];
}

function chosenLine({ chosen, error }: DoctorReport, style: Style): string {
  if (chosen === undefined) return style.bad(`No backend: ${error ?? "none works"}`);
  const engine = Object.entries(chosen.details).map(([key, value]) => `${key} ${value}`);
  return `${style.strong("Chosen")}  ${style.good(`${chosen.backend} on ${chosen.device}`)}  ${style.faint(`(${[`from ${chosen.source}`, ...engine].join(", ")})`)}`;
}
