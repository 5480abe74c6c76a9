import { BackendError } from "@antler/core";
import type { Core } from "../kernels.js";

/** How one device starts. */
export interface Device {
  /** TensorFlow.js's own name for it. */
  readonly engineName: string;
  /** Loads and activates it; throws with the cause. Returns what is worth printing. */
  start(core: Core): Promise<Readonly<Record<string, string | number | boolean>>>;
  /** An error of an earlier kernel that did not reach its caller; asked after every read. */
  takeFailure?(): Error | undefined;
  /** The command that mends a start that failed. */
  readonly remedy: string | undefined;
}

/** Makes a registered device the engine's active one; the engine itself may fall back silently. */
export async function activate(core: Core, engineName: string): Promise<void> {
  const done = await core.setBackend(engineName);
  const active = core.engine().backendName;
  if (!done || active !== engineName) {
    throw new Error(`TensorFlow.js started "${active}" in place of "${engineName}"`);
  }
}

/**
 * Imports an optional package without naming it to the type checker or a bundler.
 * @throws BackendError if it is not installed
 */
export async function optional<T>(name: string): Promise<T> {
  try {
    const namespace = (await import(name)) as { default?: T };
    return namespace.default ?? (namespace as T);
  } catch (cause) {
    const { code, message } = cause as { code?: string; message?: string };
    const missing = code === "ERR_MODULE_NOT_FOUND" && message?.includes(`'${name}'`) === true;
    throw missing ? new BackendError(`${name} is not installed`, { cause }) : cause;
  }
}
