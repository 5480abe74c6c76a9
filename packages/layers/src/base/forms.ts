import { ArgumentError, Tensor, Variable } from "@antler/core";

type Class = abstract new (...config: never[]) => object;
type PerSample = (...args: never[]) => Tensor;

/** A class as a function: what `new` makes, without `new`. */
export interface Maker<C extends Class> {
  (...config: ConstructorParameters<C>): InstanceType<C>;
  readonly objectClass: C;
}

/**
 * Two uses of one name, as in Keras: with labels and predictions the function, with options (or
 * nothing) the object that `compile` takes.
 */
export type Forms<F extends PerSample, C extends Class> = F & Maker<C>;

export function maker<C extends Class>(objectClass: C): Maker<C> {
  const make = (...config: unknown[]): object => construct(objectClass, config);
  return Object.assign(make, { objectClass }) as unknown as Maker<C>;
}

/** Joins a function and the class of its object under the function's name. */
export function forms<F extends PerSample, C extends Class>(
  perSample: F,
  objectClass: C,
): Forms<F, C> {
  const { name } = perSample;
  const call = perSample as unknown as (...args: unknown[]) => Tensor;
  const either = (...args: unknown[]): unknown => {
    if (args.length > 1) return call(...args);
    if (isConfig(args[0])) return construct(objectClass, args);
    throw new ArgumentError(
      `${name}: the predictions are missing. Expected (yTrue, yPred), or options for the object, received one argument that is neither.`,
    );
  };
  Object.defineProperty(either, "name", { value: name });
  return Object.assign(either, { objectClass }) as unknown as Forms<F, C>;
}

/** The class of the objects that a name of a list makes, if it is a subclass of `base`. */
export function objectClassOf(value: unknown, base: Class): Class | undefined {
  if (typeof value !== "function" || !("objectClass" in value)) return undefined;
  const objectClass = value.objectClass as Class;
  return objectClass.prototype instanceof base ? objectClass : undefined;
}

/** Whether an argument holds options, not values. */
export function isConfig(value: unknown): boolean {
  if (value === undefined) return true;
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  return !(value instanceof Tensor || value instanceof Variable || ArrayBuffer.isView(value));
}

function construct(objectClass: Class, config: readonly unknown[]): object {
  const concrete = objectClass as unknown as new (...config: unknown[]) => object;
  return new concrete(...(config.length === 0 ? [{}] : config));
}
