import {
  type Backend,
  BackendError,
  type BackendFactory,
  ConfigError,
  suggestion,
} from "@antler/core";
import type { ResolvedConfig } from "../config/types.js";
import { builtInNames, loadFactory } from "./registry.js";

/** A backend that `auto` passed over. */
export interface BackendFailure {
  readonly name: string;
  /** The message of what went wrong, with its remedy. */
  readonly cause: string;
}

/** An opened backend and what was passed over on the way to it. */
export interface OpenedBackend {
  readonly backend: Backend;
  readonly failures: readonly BackendFailure[];
}

/**
 * Opens the backend that a configuration asks for.
 * @throws ConfigError for an unknown backend or device
 * @throws BackendError if it, or with `auto` every one, fails to load
 */
export async function openBackend(config: ResolvedConfig): Promise<OpenedBackend> {
  if (config.backend.value === "auto") return openFirst(config);
  const factory = await loadFactory(config.backend.value, config.backend.source);
  checkDevice(factory.devices, config, `backend "${factory.name}"`);
  return { backend: await open(factory, config), failures: [] };
}

async function openFirst(config: ResolvedConfig): Promise<OpenedBackend> {
  const failures: BackendFailure[] = [];
  const devices = new Set<string>();
  for (const name of builtInNames) {
    try {
      const factory = await loadFactory(name, config.backend.source);
      for (const device of factory.devices) devices.add(device);
      if (!hasDevice(factory.devices, config)) continue;
      const backend = await open(factory, config);
      return { backend, failures };
    } catch (error) {
      if (config.strict.value) throw error;
      failures.push({ name, cause: messageOf(error) });
    }
  }
  checkDevice([...devices], config, "any backend");
  const causes = failures.map(({ name, cause }) => `${name}: ${cause}`).join("\n  ");
  throw new BackendError(`${config.backend.source}: no backend could be opened.\n  ${causes}`);
}

function open(factory: BackendFactory, { device, threads }: ResolvedConfig): Promise<Backend> {
  return factory.open({ device: device.value, threads: threads.value });
}

function hasDevice(devices: readonly string[], { device }: ResolvedConfig): boolean {
  return device.value === "auto" || devices.includes(device.value);
}

function checkDevice(devices: readonly string[], config: ResolvedConfig, owner: string): void {
  if (hasDevice(devices, config)) return;
  const { value, source } = config.device;
  throw new ConfigError(
    `${source}: ${owner} has no device "${value}". Expected auto, ${devices.join(", ")}, received "${value}".${suggestion(value, ["auto", ...devices])}`,
  );
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
