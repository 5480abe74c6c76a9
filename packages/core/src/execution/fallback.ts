import type { Backend } from "../backend.js";
import { BackendError } from "../errors.js";
import type { Tensor } from "../tensor/tensor.js";

/**
 * What happens to ops that a backend does not compute and that have no decomposition:
 * `"warn"`: they run on the fallback backend, announced once per op; `"silent"`: the same without a
 * word; `"error"`: strict, a BackendError.
 */
export type FallbackMode = "warn" | "silent" | "error";

let open: (() => Promise<Backend>) | undefined;
let opened: Promise<Backend> | undefined;
let mode: FallbackMode = "warn";
const announced = new Set<string>();

/** Says which backend takes the ops that others do not compute. The umbrella package installs it. */
export function setFallbackBackend(opener: (() => Promise<Backend>) | undefined): void {
  open = opener;
  opened = undefined;
}

/** See {@link FallbackMode}; the default is `"warn"`. */
export function setFallbackMode(value: FallbackMode): void {
  mode = value;
}

/** The backend that stands in for `backend`; `undefined` where nothing may. */
export async function fallbackFor(backend: Backend): Promise<Backend | undefined> {
  if (mode === "error" || open === undefined) return undefined;
  opened ??= open();
  const fallback = await opened;
  return fallback.name === backend.name ? undefined : fallback;
}

/** Says once for each op that it leaves its backend, and from where. */
export function announce(node: Tensor, backend: Backend, fallback: Backend): void {
  const { op, path, dtype } = node;
  const key = `${backend.name} ${backend.device} ${op} ${dtype}`;
  if (mode !== "warn" || announced.has(key)) return;
  announced.add(key);
  const where = path === "" ? op : `${path} / ${op}`;
  const message = `${where}: the ${backend.name} backend on ${backend.device} does not compute ${op} for ${dtypesOf(node)}; it runs on the ${fallback.name} backend instead. setFallbackMode("error") makes this an error.`;
  if (typeof process === "undefined") console.warn(message);
  else process.emitWarning(message, "AntlerWarning");
}

/** The error where nothing may stand in. */
export function unsupported(node: Tensor, backend: Backend): BackendError {
  const where = node.path === "" ? node.op : `${node.path} / ${node.op}`;
  return new BackendError(
    `${where}: the ${backend.name} backend on ${backend.device} does not compute ${node.op} for ` +
      `${dtypesOf(node)}. Cast to float32, or use the "reference" backend.`,
  );
}

function dtypesOf(node: Tensor): string {
  return node.inputs.map((x) => x.dtype).join(", ") || node.dtype;
}
