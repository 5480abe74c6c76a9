/** What `antler.config.json`, or the `antler` key of `package.json`, may say. */
export interface AntlerConfig {
  /** `"auto"`, a built-in backend, or the name of an npm package that exports one. */
  readonly backend?: string | undefined;
  /** `"auto"` or a device of the backend: `"cpu"`, `"wasm"`, `"cuda"`… */
  readonly device?: string | undefined;
  /** Threads of engines that have a pool of their own. Default: the engine's choice. */
  readonly threads?: number | undefined;
  /** Whether a backend that fails to load is an error, even when another could stand in. */
  readonly strict?: boolean | undefined;
}

/** A value and who said so: `"environment variable ANTLER_BACKEND"`, `"default"`, a file's path. */
export interface Setting<T> {
  readonly value: T;
  readonly source: string;
}

/** The configuration in force, every value with its source. */
export interface ResolvedConfig {
  readonly backend: Setting<string>;
  readonly device: Setting<string>;
  readonly threads: Setting<number | undefined>;
  readonly strict: Setting<boolean>;
}
