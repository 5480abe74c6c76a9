import { ArgumentError } from "@antler/core";

/** Refuses strides together with dilation, which Keras refuses, too. */
export function checkStridesOrDilation(
  strides: readonly number[],
  dilationRate: readonly number[],
  where: string,
): void {
  if (Math.max(...strides) === 1 || Math.max(...dilationRate) === 1) return;
  throw new ArgumentError(
    `${where}: strides and dilationRate exclude each other. Expected one of them to be 1, received strides ${JSON.stringify(strides)} and dilationRate ${JSON.stringify(dilationRate)}.`,
  );
}
