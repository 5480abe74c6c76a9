import type { AnyLayer } from "../base/layer.js";
import * as layers from "./index.js";

/** What makes a layer from its config. */
export interface LayerClass {
  // biome-ignore lint/suspicious/noExplicitAny: configs differ from class to class
  new (config: any): AnyLayer;
  /** The saved name. */
  readonly className: string;
}

/** Every layer class of the list by its saved name. */
export const layerClasses: ReadonlyMap<string, LayerClass> = new Map(
  Object.values(layers)
    .filter((value): value is typeof value & LayerClass => Object.hasOwn(value, "className"))
    .map((value) => [value.className, value as LayerClass] as const),
);
