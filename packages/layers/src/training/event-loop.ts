/** Milliseconds between two turns of the event loop. */
const interval = 50;

/**
 * Gives other work in the process a turn now and then. Compiled steps may settle without ever leaving
 * the microtask queue, so a server that trains would otherwise answer nobody.
 */
export class EventLoopTurns {
  #last = performance.now();

  /** A promise only when it is time. */
  take(): Promise<void> | undefined {
    if (performance.now() - this.#last < interval) return undefined;
    return this.#pause();
  }

  async #pause(): Promise<void> {
    await new Promise<void>((resolve) => {
      if (typeof setImmediate === "function") setImmediate(resolve);
      else setTimeout(resolve, 0);
    });
    this.#last = performance.now();
  }
}
