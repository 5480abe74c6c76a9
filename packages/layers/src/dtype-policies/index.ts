// What Keras has in keras.dtype_policies, quantization aside.
import { type DTypeLike, DTypePolicy, resolveDTypePolicy } from "./policy.js";

export { DTypePolicyMap, type DTypePolicyMapConfig } from "./map.js";
export { DTypePolicy, FloatDTypePolicy } from "./policy.js";

/**
 * The policy that a name stands for; the global one for none.
 * @throws ArgumentError for an unknown name, with the nearest one
 */
export function get(identifier: DTypeLike | null | undefined): DTypePolicy {
  return resolveDTypePolicy(identifier, "dtypePolicies.get");
}

/** A policy as Keras's files describe it. */
export function serialize(policy: DTypePolicy): unknown {
  return JSON.parse(JSON.stringify(policy));
}

/** The policy of a saved description. */
export function deserialize(config: {
  readonly config: { readonly name?: DTypePolicy["name"] };
}): DTypePolicy {
  return DTypePolicy.fromConfig(config.config);
}
