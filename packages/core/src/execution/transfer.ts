import type { Backend, Value } from "../backend.js";
import { isDeviceTensor } from "../backend.js";

/** Values that `backend` can take: another backend's device memory is copied out. */
export async function transfer(
  values: readonly Value[],
  backend: Backend,
): Promise<readonly Value[]> {
  if (values.every((value) => !isDeviceTensor(value) || value.owner === backend)) return values;
  return Promise.all(
    values.map((value) =>
      isDeviceTensor(value) && value.owner !== backend ? value.read() : value,
    ),
  );
}
