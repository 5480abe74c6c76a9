import { type BackendFactory, ConfigError, suggestion } from "@antler/core";
import { importPackage } from "./package.js";

/**
 * The backends that come with Antler, in the order in which `auto` tries them: the fastest first,
 * then the one that needs nothing native, then the one that always works. Each is imported when it
 * is asked for and not before, so exactly one engine is loaded.
 */
export const builtInBackends = {
  onnx: () => import("@antler/backend-onnx"),
  tfjs: () => import("@antler/backend-tfjs"),
  reference: () => import("@antler/backend-reference"),
} satisfies Record<string, () => Promise<{ readonly backend: BackendFactory }>>;

/** A built-in backend, `"auto"`, or the name of an npm package that exports one. */
export type BackendName = keyof typeof builtInBackends | "auto" | (string & {});

export const builtInNames = Object.keys(builtInBackends) as (keyof typeof builtInBackends)[];

/**
 * Imports a backend without opening it.
 * @param source how messages name the one who asked for it
 * @throws ConfigError if the name is unknown or the package exports no backend
 */
export async function loadFactory(name: string, source: string): Promise<BackendFactory> {
  const builtIn = builtInNames.find((known) => known === name);
  if (builtIn !== undefined) return (await builtInBackends[builtIn]()).backend;
  const exported = await importPackage(name);
  if (exported === undefined) throw unknownBackend(name, source);
  const { backend } = exported;
  if (isFactory(backend)) return backend;
  throw new ConfigError(
    `${source}: the package "${name}" is no backend. Expected an export "backend" with name, devices, open and probe, received exports ${Object.keys(exported).join(", ") || "of no name"}.`,
  );
}

function unknownBackend(name: string, source: string): ConfigError {
  const known = ["auto", ...builtInNames];
  return new ConfigError(
    `${source}: there is no backend "${name}". Expected ${known.join(", ")} or the name of an installed npm package, received "${name}".${suggestion(name, known)}`,
  );
}

function isFactory(value: unknown): value is BackendFactory {
  if (typeof value !== "object" || value === null) return false;
  const { name, devices, open, probe } = value as Partial<Record<keyof BackendFactory, unknown>>;
  return (
    typeof name === "string" &&
    Array.isArray(devices) &&
    typeof open === "function" &&
    typeof probe === "function"
  );
}
