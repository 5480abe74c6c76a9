import { ConfigError } from "@antler/core";
import { findConfigFile } from "./file.js";
import type { AntlerConfig, ResolvedConfig, Setting } from "./types.js";

/** Where `resolveConfig` looks, and what was asked for in code. */
export interface ResolveOptions extends AntlerConfig {
  /** How reports name these options. Default: `"useBackend()"`. */
  readonly source?: string | undefined;
  /** Where the search for a configuration file begins. Default: the working directory. */
  readonly folder?: string | undefined;
  readonly environment?: Readonly<Record<string, string | undefined>> | undefined;
}

/** One source of settings: its values, and how reports name the source of each. */
interface Layer {
  readonly config: AntlerConfig;
  readonly source: (key: keyof AntlerConfig) => string;
}

/**
 * The configuration in force. Precedence: explicit options, environment variables `ANTLER_BACKEND`,
 * `ANTLER_DEVICE` and `ANTLER_THREADS`, the nearest configuration file, defaults.
 *
 * A device goes with the backend that it was chosen for: once a source has chosen the backend, a
 * source of lower precedence has a say over the device only if it names the same backend.
 * @throws ConfigError if a file or a variable can't be followed
 */
export function resolveConfig(options: ResolveOptions = {}): ResolvedConfig {
  const layers = [explicit(options), environment(options), file(options), defaults].filter(
    (layer) => layer !== undefined,
  );
  const backend = pick(layers, "backend", "auto");
  const chooser = layers.findIndex((layer) => layer.config.backend !== undefined);
  const forThisBackend = layers.filter(
    ({ config }, index) => index <= chooser || config.backend === backend.value,
  );
  return {
    backend,
    device: pick(forThisBackend, "device", "auto"),
    threads: pick<number | undefined>(layers, "threads", undefined),
    strict: pick(layers, "strict", false),
  };
}

const defaults: Layer = { config: { backend: "auto" }, source: () => "default" };

function explicit(options: ResolveOptions): Layer {
  const { source = "useBackend()" } = options;
  return { config: options, source: () => source };
}

const variables = { backend: "ANTLER_BACKEND", device: "ANTLER_DEVICE", threads: "ANTLER_THREADS" };

function environment({ environment: values = process.env }: ResolveOptions): Layer {
  // An empty variable is an unset one, as shells make it hard to unset.
  const text = (name: string) => values[name]?.trim() || undefined;
  return {
    config: {
      backend: text(variables.backend),
      device: text(variables.device),
      threads: parseThreads(text(variables.threads)),
    },
    source: (key) => `environment variable ANTLER_${key.toUpperCase()}`,
  };
}

function parseThreads(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const threads = Number(text);
  if (Number.isInteger(threads) && threads >= 1) return threads;
  throw new ConfigError(
    `environment variable ANTLER_THREADS: the value can't be used. Expected an integer of at least 1, received "${text}".`,
  );
}

function file({ folder = process.cwd() }: ResolveOptions): Layer | undefined {
  const found = findConfigFile(folder);
  return found && { config: found.config, source: () => found.path };
}

function pick<T>(layers: readonly Layer[], key: keyof AntlerConfig, fallback: T): Setting<T> {
  for (const { config, source } of layers) {
    const value = config[key] as T | undefined;
    if (value !== undefined) {
      return { value, source: source(key) };
    }
  }
  return { value: fallback, source: "default" };
}
