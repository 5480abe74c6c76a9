import type { GraphBuilder } from "./builder.js";

/**
 * Antler's tensors are channels-last, ONNX's windows move over channels-first ones. So a value may
 * have a channels-first twin, and ops that can work on twins do: convolutions, pooling,
 * element-wise ops, reductions. The channels-last value itself is deferred, and no transpose is
 * written unless somebody asks for it.
 */

/** Whether `value` exists channels-first already. */
export function hasTwin(builder: GraphBuilder, value: string): boolean {
  return builder.remembers(twinKey(value));
}

/** `value` [batch, ...spatial, channels] as [batch, channels, ...spatial]. */
export function channelsFirst(builder: GraphBuilder, value: string, rank: number): string {
  return builder.memoize(twinKey(value), () =>
    builder.node("Transpose", [value], { perm: toChannelsFirst(rank) }),
  );
}

/** The channels-last value whose twin is `twin`; it costs nothing unless it is used. */
export function fromChannelsFirst(builder: GraphBuilder, twin: string, rank: number): string {
  const value = builder.defer("Transpose", [twin], { perm: toChannelsLast(rank) });
  builder.memoize(twinKey(value), () => twin);
  return value;
}

/** Where a channels-last axis stands channels-first. */
export function channelsFirstAxis(axis: number, rank: number): number {
  if (axis === 0) return 0;
  return axis === rank - 1 ? 1 : axis + 1;
}

/** [0, rank − 1, 1, 2, …] */
export function toChannelsFirst(rank: number): readonly number[] {
  return [0, rank - 1, ...Array.from({ length: rank - 2 }, (_, i) => i + 1)];
}

/** [0, 2, 3, …, 1] */
export function toChannelsLast(rank: number): readonly number[] {
  return [0, ...Array.from({ length: rank - 2 }, (_, i) => i + 2), 1];
}

function twinKey(value: string): string {
  return `channels first ${value}`;
}
