import {
  type Backend,
  setBackendResolver,
  setDefaultBackend,
  setFallbackBackend,
} from "@antler/core";
import { resolveConfig } from "../config/resolve.js";
import type { ResolvedConfig } from "../config/types.js";
import { type BackendFailure, openBackend } from "./open.js";
import { type BackendName, builtInBackends } from "./registry.js";

/** Where a backend runs. Anything left out is taken from the environment or the configuration. */
export interface UseBackendOptions {
  /** `"auto"` or one of the backend's devices. */
  readonly device?: string | undefined;
  /** Threads of engines that have a pool of their own. */
  readonly threads?: number | undefined;
  /** How reports name this choice: `"--backend"`. Default: `"useBackend()"`. */
  readonly source?: string | undefined;
}

/** The backend in use, and how it came to be. */
export interface BackendChoice {
  readonly backend: Backend;
  /** Which source chose the backend and the device: `"environment variable ANTLER_BACKEND"`. */
  readonly config: ResolvedConfig;
  /** Backends that `auto` tried first and could not load. */
  readonly failures: readonly BackendFailure[];
}

let current: Promise<BackendChoice> | undefined;

/**
 * Makes a backend the default for everything that names no other one.
 * @throws ConfigError for an unknown backend or device
 * @throws BackendError if it fails to load; the message holds the command that mends it
 *
 * @example
 * await useBackend("onnx");
 * await useBackend("tfjs", { device: "wasm" });
 */
export async function useBackend(
  name: BackendName,
  options: UseBackendOptions = {},
): Promise<Backend> {
  const choice = await choose(resolveConfig({ backend: name, ...options }));
  current = Promise.resolve(choice);
  setDefaultBackend(choice.backend);
  return choice.backend;
}

/**
 * Opens a backend as a value, beside the default one, for `compile(fn, { backend })` and
 * `evaluate(x, { backend })`. The caller closes it.
 * @throws ConfigError, BackendError as {@link useBackend}
 */
export async function loadBackend(
  name: BackendName,
  options: UseBackendOptions = {},
): Promise<Backend> {
  const source = options.source ?? "loadBackend()";
  const { backend } = await choose(resolveConfig({ backend: name, ...options, source }));
  return backend;
}

/** The default backend; opened now if nothing has needed it yet. */
export function currentBackend(): Promise<BackendChoice> {
  if (current === undefined) {
    current = Promise.resolve().then(() => choose(resolveConfig()));
    // A failure is not kept: once its cause is mended, the next call may succeed.
    current.catch(() => {
      current = undefined;
    });
  }
  return current;
}

/** Lets the core find a backend by configuration, and one for what that does not compute. */
export function installBackendResolver(): void {
  setFallbackBackend(async () => (await builtInBackends.reference()).backend.open({}));
  setBackendResolver(async () => (await currentBackend()).backend);
}

async function choose(config: ResolvedConfig): Promise<BackendChoice> {
  const { backend, failures } = await openBackend(config);
  if (failures.length > 0) {
    const causes = failures.map(({ name, cause }) => `${name} did not load (${cause})`).join("; ");
    process.emitWarning(
      `${causes}. Antler uses ${backend.name} on ${backend.device}. "npx antler doctor" tells more.`,
      "AntlerWarning",
    );
  }
  return { backend, config, failures };
}
