import type { AnyLayer, LayerConfig } from "../../base/layer.js";
import { describeRegularizer } from "../../regularizers/resolve.js";
import type { InnerCellConfig } from "./weighted-cell.js";

/**
 * The options of the cell inside a layer: those of the layer, but the cell adds nothing to the loss.
 * @param owner the name that the layer has by default
 */
export function cellOptions<C extends LayerConfig>(
  config: C,
  name: string,
  owner: string,
): C & InnerCellConfig {
  return { ...config, name, owner: config.name ?? owner, activityRegularizer: undefined };
}

/** What the config of a layer around one kind of cell holds beside that of every recurrent layer. */
export function ownOptions(
  layer: Pick<AnyLayer, "activityRegularizer"> & { readonly cell: AnyLayer },
): Readonly<Record<string, unknown>> {
  const { name: _name, trainable: _trainable, dtype: _dtype, ...options } = layer.cell.getConfig();
  return { ...options, activityRegularizer: describeRegularizer(layer.activityRegularizer) };
}
