/**
 * Cases that differ from Keras for a reason, by area; docs/known-differences.md says more. The areas
 * that stand here are tested.
 */
export const knownDifferences: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  ops_core: {},
  ops_image: {},
};
