import { ArgumentError } from "@antler/core";
import { type Dataset, sliceDataset } from "./dataset.js";
import type { FitOptions } from "./options.js";

/**
 * The rows to train on and those at the end that `validationSplit` keeps back.
 * @throws ArgumentError if the share is not between 0 and 1 or leaves one side empty
 */
export function splitForValidation(
  data: Dataset,
  { validationSplit, validationData }: FitOptions,
  where: string,
): readonly [train: Dataset, validation: Dataset | undefined] {
  if (validationSplit === undefined || validationSplit === 0) return [data, undefined];
  if (!(validationSplit > 0 && validationSplit < 1)) {
    throw new ArgumentError(
      `${where}: validationSplit is out of range. Expected a number between 0 and 1, received ${validationSplit}.`,
    );
  }
  if (validationData !== undefined) {
    throw new ArgumentError(
      `${where}: validationSplit and validationData exclude each other. Leave one out.`,
    );
  }
  const at = Math.floor(data.rows * (1 - validationSplit));
  if (at === 0 || at === data.rows) {
    throw new ArgumentError(
      `${where}: validationSplit ${validationSplit} of ${data.rows} rows leaves ${at} rows to train and ${data.rows - at} to validate. Expected one at least on either side.`,
    );
  }
  return [sliceDataset(data, 0, at), sliceDataset(data, at, data.rows)];
}
