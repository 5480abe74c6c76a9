import type { Backend, HostTensor, Value } from "../backend.js";
import { isDeviceTensor } from "../backend.js";
import { AntlerError } from "../errors.js";
import { isEmbedded } from "../graph/embedded.js";
import { structuralKey } from "../graph/keys.js";
import { copyNode, topological } from "../graph/walk.js";
import { drawSource } from "../random/sources.js";
import { formatShape, isStatic } from "../shape.js";
import { Tensor } from "../tensor/tensor.js";
import { isVersion, Variable } from "../tensor/variable.js";
import { defaultBackend } from "./default-backend.js";
import { type Prepared, prepare, runPrepared } from "./prepare.js";

/** A graph of more nodes than this was probably built by a loop that never asks for a value. */
const manyNodes = 50_000;

/** Compiled graphs by structure, per backend; the oldest go first. */
const caches = new WeakMap<Backend, Map<string, Promise<Prepared>>>();
const cacheSize = 256;

/** Where to run. */
export interface EvaluateOptions {
  /** Default: the default backend. */
  readonly backend?: Backend | undefined;
}

/**
 * Computes tensors, all in one run; those that have a value already cost nothing. Each keeps its
 * value. What was evaluated before and is needed now lets go of its own inputs.
 * @returns the values, in order, in JavaScript memory
 */
export async function evaluate(
  tensors: readonly (Tensor | Variable)[],
  options: EvaluateOptions = {},
): Promise<HostTensor[]> {
  const targets = tensors.map((t) => (t instanceof Variable ? t.readStored() : t));
  const missing = [...new Set(targets.filter((t) => t.value === undefined))];
  if (missing.length > 0) await compute(missing, options.backend ?? (await defaultBackend()));
  return Promise.all(targets.map(hostValue));
}

/** The value of an evaluated node, copied out of the device once and for all. */
async function hostValue(node: Tensor): Promise<HostTensor> {
  const value = node.value as Value;
  if (!isDeviceTensor(value)) return value;
  const host = await value.read();
  // A variable's own node goes on pointing at device memory, which later steps want.
  if (!isVersion(node)) node.setValue(host);
  return host;
}

async function compute(targets: readonly Tensor[], backend: Backend): Promise<void> {
  const order = topological(targets, (node) => node.value !== undefined);
  if (order.length > manyNodes) {
    process.emitWarning(
      `evaluating a graph of ${order.length} nodes, the last one built ${order.at(-1)?.path || "outside a layer"}. ` +
        "Read a value (await t.data()) inside the loop that builds it, or use compile().",
      "AntlerWarning",
    );
  }
  // Values of variables are kept even where only something else was asked for: else the next step
  // would compute them again.
  const wanted = new Set(targets);
  const results = order.filter((n) => n.value === undefined && (wanted.has(n) || isVersion(n)));
  const leaves = order.filter(
    (n) => n.value !== undefined || n.op === "random" || n.op === "input",
  );
  for (const leaf of leaves) {
    if (leaf.op === "input") throw noValue(leaf);
    if (leaf.op === "random" && leaf.value === undefined) leaf.setValue(draw(leaf));
  }
  const pending = results.filter((node) => node.value === undefined);
  // Random numbers alone are drawn by now: no backend is needed.
  if (pending.length === 0) return;
  const fed = leaves.filter((leaf) => !isEmbedded(leaf));
  const prepared = await lookUp(backend, order, fed, pending);
  const values = await runPrepared(
    backend,
    prepared,
    prepared.used.map((i) => (fed[i] as Tensor).value as Value),
  );
  pending.forEach((node, i) => {
    node.setValue(values[i] as Value);
    if (isVersion(node)) release(node);
  });
  for (const leaf of leaves) release(leaf);
}

/** Cuts the node off from its inputs, but for the knowledge of where its history began. */
function release(node: Tensor): void {
  if (node.inputs.length === 0) return;
  const origins = new Set<Tensor>();
  for (const ancestor of topological(node.inputs)) {
    if (ancestor.origins !== undefined) for (const origin of ancestor.origins) origins.add(origin);
    if (ancestor.inputs.length === 0 || isVersion(ancestor)) origins.add(ancestor);
  }
  node.releaseHistory([...origins]);
}

/** The compiled graph of this structure, from the cache if it was met before. */
function lookUp(
  backend: Backend,
  order: readonly Tensor[],
  fed: readonly Tensor[],
  results: readonly Tensor[],
): Promise<Prepared> {
  const cache = caches.get(backend) ?? new Map<string, Promise<Prepared>>();
  caches.set(backend, cache);
  const key = structuralKey(order, results);
  let prepared = cache.get(key);
  if (prepared === undefined) {
    prepared = compileCopy(backend, order, fed, results);
    // A graph that does not compile is not remembered.
    prepared.catch(() => cache.delete(key));
  } else {
    cache.delete(key);
  }
  cache.set(key, prepared);
  if (cache.size > cacheSize) {
    const [oldest, stale] = cache.entries().next().value as [string, Promise<Prepared>];
    cache.delete(oldest);
    void stale.then(
      ({ executable }) => executable.close(),
      () => undefined,
    );
  }
  return prepared;
}

/** Compiles a copy, so that the cache holds on to none of the user's nodes and values. */
function compileCopy(
  backend: Backend,
  order: readonly Tensor[],
  fed: readonly Tensor[],
  results: readonly Tensor[],
): Promise<Prepared> {
  const copies = new Map<Tensor, Tensor>();
  for (const node of order) {
    const source = node.value !== undefined;
    if (isEmbedded(node)) copies.set(node, node);
    else if (source) copies.set(node, placeholder(node));
    else
      copies.set(
        node,
        copyNode(
          node,
          node.inputs.map((x) => copies.get(x) as Tensor),
        ),
      );
  }
  const at = (node: Tensor): Tensor => copies.get(node) as Tensor;
  return prepare(backend, fed.map(at), results.map(at));
}

function placeholder({ shape, dtype }: Tensor): Tensor {
  return new Tensor({ op: "input", shape, dtype });
}

function draw(node: Tensor): HostTensor {
  if (!isStatic(node.shape)) throw noValue(node);
  return drawSource(node, node.shape);
}

function noValue(node: Tensor): AntlerError {
  const { name } = node.attrs as { name?: string };
  return new AntlerError(
    `${name ?? node.op}: this tensor is a placeholder of shape ${formatShape(node.shape)} and has no value. ` +
      "Call the model on data, or use predict.",
  );
}
