import type { Backend } from "../backend.js";
import { BackendError } from "../errors.js";

let chosen: Backend | undefined;
let pending: Promise<Backend> | undefined;
let resolver: (() => Promise<Backend>) | undefined;

/**
 * The backend that runs whatever names no other one.
 * @throws BackendError if none was chosen and nothing knows how to find one
 */
export async function defaultBackend(): Promise<Backend> {
  if (chosen !== undefined) return chosen;
  if (resolver === undefined) {
    throw new BackendError(
      'No backend is chosen. Import "antler", which finds one, or call setDefaultBackend(backend).',
    );
  }
  pending ??= resolver();
  try {
    const found = await pending;
    chosen ??= found;
    return chosen;
  } finally {
    pending = undefined;
  }
}

/** Makes `backend` the default; `undefined` asks the resolver again at the next use. */
export function setDefaultBackend(backend: Backend | undefined): void {
  chosen = backend;
}

/** Says how a default is found when one is first needed. The umbrella package installs it. */
export function setBackendResolver(resolve: () => Promise<Backend>): void {
  resolver = resolve;
}
