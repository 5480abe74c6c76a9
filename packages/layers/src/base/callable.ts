/**
 * The root of everything that is an object and a function at once: `dense({ units: 4 })(x)`.
 * The constructor returns an arrow function with the class's prototype, so subclasses, private
 * fields and `instanceof` work as for any object. No eval, no Proxy.
 */
export abstract class Callable {
  constructor() {
    const self = (...args: never[]): unknown => (self as unknown as Callable).invoke(...args);
    // A function's own `name` and `length` would hide those of the class.
    Reflect.deleteProperty(self, "name");
    Reflect.deleteProperty(self, "length");
    // biome-ignore lint/correctness/noConstructorReturn: returning the function is the point
    return Object.setPrototypeOf(self, new.target.prototype);
  }

  /** @internal what a call does */
  abstract invoke(...args: never[]): unknown;
}
