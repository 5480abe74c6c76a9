import { ArgumentError } from "@antler/core";

/** A class or function of a user's own that a saved model may name. */
export type CustomObject =
  | (abstract new (
      ...args: never[]
    ) => object)
  | ((...args: never[]) => unknown);

/** By registered name, `"package>name"`, or by plain name. */
export type CustomObjects = Readonly<Record<string, CustomObject>>;

const byName = new Map<string, CustomObject>();
const names = new WeakMap<object, string>();
const scopes: CustomObjects[] = [];

/**
 * Makes a class or function known to `deserialize` and to saved models, as `"package>name"`.
 * A call gives the function that registers, so that it can stand as a decorator.
 *
 * @example
 * registerSerializable("my", "Scale")(Scale);
 * @throws ArgumentError if another object has the name
 */
export function registerSerializable(
  packageName = "Custom",
  name?: string | null,
): <T extends CustomObject>(object: T, context?: unknown) => T {
  return (object) => {
    const full = `${packageName}>${name ?? object.name}`;
    const known = byName.get(full);
    if (known !== undefined && known !== object) {
      throw new ArgumentError(
        `registerSerializable: "${full}" is another object already. Expected a name of its own for ${object.name}.`,
      );
    }
    byName.set(full, object);
    names.set(object, full);
    return object;
  };
}

/** The name under which an object was registered, else its own. */
export function getRegisteredName(object: CustomObject): string {
  return names.get(object) ?? object.name;
}

/** What was registered under a name, `"package>name"`, or is in scope under it. */
export function getRegisteredObject(
  name: string,
  customObjects: CustomObjects = {},
): CustomObject | undefined {
  for (const scope of [customObjects, ...scopes.toReversed()]) {
    if (Object.hasOwn(scope, name)) return scope[name];
  }
  return byName.get(name);
}

/** Everything registered and in scope, by name. */
export function getCustomObjects(): CustomObjects {
  return Object.assign(Object.fromEntries(byName), ...scopes) as CustomObjects;
}

/** Runs `build` with objects that `deserialize` finds under these names. */
export function customObjectScope<T>(objects: CustomObjects, build: () => T): T {
  scopes.push(objects);
  const leave = (): void => {
    scopes.splice(scopes.indexOf(objects), 1);
  };
  let result: T;
  try {
    result = build();
  } catch (error) {
    leave();
    throw error;
  }
  if (result instanceof Promise) return result.finally(leave) as T;
  leave();
  return result;
}

/** The registered name of a user's class; `null` for one of Antler's own. */
export function registeredNameOf(owner: CustomObject | object): string | null {
  const known = names.get(owner);
  if (known !== undefined) return known;
  const { name } = owner as CustomObject;
  // Antler's own classes carry the name that Keras gives them.
  return Object.hasOwn(owner, "className") ? null : name;
}
