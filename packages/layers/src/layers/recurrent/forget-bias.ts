import { fromHost, type HostTensor, hostTensor, ops, Tensor } from "@antler/core";
import type { WeightRule } from "../../base/weight-rule.js";
import { resolveInitializer } from "../../initializers/resolve.js";

/**
 * A bias of four gates whose forget gate, the second, starts at 1: an LSTM remembers at first.
 * Source: Jozefowicz et al. (2015).
 */
export function forgetBias(rule: WeightRule, units: number, where: string): WeightRule {
  const draw = resolveInitializer(rule.initializer, where);
  const initializer = (): Tensor | HostTensor => {
    const ones = hostTensor(Array.from({ length: units }, () => 1));
    const parts = [draw([units]), ones, draw([2 * units])];
    if (parts.some((part) => part instanceof Tensor)) {
      return ops.concatenate(
        parts.map((part) => (part instanceof Tensor ? part : fromHost(part))),
        0,
      );
    }
    return hostTensor(parts.flatMap((part) => [...((part as HostTensor).data as Float32Array)]));
  };
  return { ...rule, initializer };
}
