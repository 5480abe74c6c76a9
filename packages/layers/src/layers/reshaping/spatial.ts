import { ArgumentError } from "@antler/core";
import { Layer, type LayerConfig } from "../../base/layer.js";
import {
  checkDataFormat,
  type DataFormat,
  type DataFormatLike,
  spatialLayout,
} from "../data-format.js";

/** How many elements before and after an axis. */
export type BeforeAfter = readonly [before: number, after: number];

/** Options that layers over spatial axes share. */
export interface SpatialConfig extends LayerConfig {
  /** Default `"channels_last"`. */
  readonly dataFormat?: DataFormatLike | null | undefined;
}

/** A layer that changes the spatial axes of [batch, ...spatial, channels], one by one. */
export abstract class SpatialLayer extends Layer {
  readonly dataFormat: DataFormat;

  constructor(config: SpatialConfig, spatial: 1 | 2 | 3) {
    super(config);
    this.dataFormat = checkDataFormat(config.dataFormat, this.name);
    const layout = spatialLayout(this.dataFormat, spatial);
    this.inputSpecs = [{ ndim: spatial + 2, layout }];
  }

  /** What each axis of the input gets, `neutral` where it is no spatial one. */
  protected onSpatialAxes<T>(values: readonly T[], neutral: T): readonly T[] {
    return this.dataFormat === "channels_last"
      ? [neutral, ...values, neutral]
      : [neutral, neutral, ...values];
  }
}

/**
 * One integer for all sides, one for both sides of each axis, or [before, after] for each axis.
 * @throws ArgumentError unless all are integers ≥ 0
 */
export function checkPairs(
  value: unknown,
  spatial: number,
  option: string,
  where: string,
): readonly BeforeAfter[] {
  const valid = (n: unknown): n is number => Number.isInteger(n) && (n as number) >= 0;
  const list = Array.isArray(value) ? value : Array.from({ length: spatial }, () => value);
  const pairs = list.map((entry) => (Array.isArray(entry) ? entry : [entry, entry]));
  if (pairs.length === spatial && pairs.every((pair) => pair.length === 2 && pair.every(valid))) {
    return pairs.map(([before, after]) => [before, after] as const);
  }
  throw new ArgumentError(
    `${where}: ${option} is out of range. Expected an integer ≥ 0, ${spatial} of them, or ${spatial} pairs [before, after], received ${JSON.stringify(value) ?? String(value)}.`,
  );
}

/**
 * [before, after] of the only axis, or one integer for both.
 * @throws ArgumentError unless all are integers ≥ 0
 */
export function checkBeforeAfter(value: unknown, option: string, where: string): BeforeAfter {
  return checkPairs(Array.isArray(value) ? [value] : value, 1, option, where)[0] as BeforeAfter;
}
