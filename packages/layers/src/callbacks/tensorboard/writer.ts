import { concatenate, Message } from "./message.js";
import { frameRecord } from "./record.js";

/** Distinguishes files of one process. */
let files = 0;

/** An event file in a folder: made when the first event is flushed. */
export class EventWriter {
  readonly #folder: string;
  #path: string | undefined;
  #pending: Uint8Array[] = [];

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** A value of a step, see `summary.ts`. */
  add(value: Message, step: number): void {
    this.#event(step, (event) => event.message(5, new Message().message(1, value)));
  }

  /** The graph of the run. */
  addGraph(definition: Uint8Array): void {
    this.#event(0, (event) => event.bytes(4, definition));
  }

  /** Writes what was added. */
  async flush(): Promise<void> {
    if (this.#pending.length === 0) return;
    const [fs, path, os] = await Promise.all([
      import("node:fs/promises"),
      import("node:path"),
      import("node:os"),
    ]);
    if (this.#path === undefined) {
      await fs.mkdir(this.#folder, { recursive: true });
      const seconds = Math.floor(Date.now() / 1000);
      const name = `events.out.tfevents.${seconds}.${os.hostname()}.${process.pid}.${files++}.v2`;
      this.#path = path.join(this.#folder, name);
      const version = new Message().double(1, seconds).string(3, "brain.Event:2");
      this.#pending.unshift(frameRecord(version.encode()));
    }
    const bytes = concatenate(this.#pending);
    this.#pending = [];
    await fs.appendFile(this.#path, bytes);
  }

  #event(step: number, fill: (event: Message) => void): void {
    const event = new Message().double(1, Date.now() / 1000).integer(2, step);
    fill(event);
    this.#pending.push(frameRecord(event.encode()));
  }
}
