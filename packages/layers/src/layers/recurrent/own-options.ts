import type { AnyLayer } from "../../base/layer.js";
import { describeRegularizer } from "../../regularizers/resolve.js";

/** What the config of a layer around one kind of cell holds beside that of every recurrent layer. */
export function ownOptions(
  layer: Pick<AnyLayer, "activityRegularizer"> & { readonly cell: AnyLayer },
): Readonly<Record<string, unknown>> {
  const { name: _name, trainable: _trainable, dtype: _dtype, ...options } = layer.cell.getConfig();
  return { ...options, activityRegularizer: describeRegularizer(layer.activityRegularizer) };
}
