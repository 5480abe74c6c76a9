import { Layer } from "../../base/layer.js";

/** A layer of the same class and options with weights of its own, layers inside it included. */
export function cloneLayer<L extends object>(layer: L, changes: object = {}): L {
  const Class = layer.constructor as new (config: object) => L;
  const config = Object.entries((layer as unknown as Layer).getConfig());
  const own = config.map(([key, value]) => [key, copied(value)] as const);
  return new Class({ ...Object.fromEntries(own), ...changes });
}

function copied(value: unknown): unknown {
  if (value instanceof Layer) return cloneLayer(value);
  return Array.isArray(value) ? value.map(copied) : value;
}
