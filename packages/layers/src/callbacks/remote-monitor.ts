import { Callback, type Logs } from "./callback.js";

export interface RemoteMonitorOptions {
  /** Default `"http://localhost:9000"`. */
  readonly root?: string | undefined;
  /** Default `"/publish/epoch/end/"`. */
  readonly path?: string | undefined;
  /** The field of the form that holds the JSON; default `"data"`. */
  readonly field?: string | undefined;
  /** HTTP headers. */
  readonly headers?: Readonly<Record<string, string>> | null | undefined;
  /** Sends plain JSON in place of a form; default false. */
  readonly sendAsJson?: boolean | undefined;
}

/** Sends the logs of every epoch to a server, as JSON by POST. */
export class RemoteMonitor extends Callback {
  readonly #url: string;
  readonly #field: string;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #isJson: boolean;

  constructor(options: RemoteMonitorOptions = {}) {
    super();
    const { root = "http://localhost:9000", path = "/publish/epoch/end/" } = options;
    this.#url = root + path;
    this.#field = options.field ?? "data";
    this.#headers = options.headers ?? {};
    this.#isJson = options.sendAsJson ?? false;
  }

  override async onEpochEnd(epoch: number, logs: Logs): Promise<void> {
    const json = JSON.stringify({ epoch, ...logs });
    const init: RequestInit = this.#isJson
      ? { headers: { "content-type": "application/json", ...this.#headers }, body: json }
      : { headers: this.#headers, body: new URLSearchParams({ [this.#field]: json }) };
    try {
      await fetch(this.#url, { method: "POST", ...init });
    } catch {
      console.warn(`remoteMonitor: the server at ${this.#url} can't be reached.`);
    }
  }
}
