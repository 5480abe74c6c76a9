import { ArgumentError, type DType } from "@antler/core";
import { type SerializedObject, serialize } from "../saving/keys.js";
import { type DTypeLike, type DTypePolicy, dtypePolicy, resolveDTypePolicy } from "./policy.js";

/** Options of {@link DTypePolicyMap}. */
export interface DTypePolicyMapConfig {
  /** For layers that no key fits. Default: the global policy. */
  readonly defaultPolicy?: DTypeLike | null | undefined;
  /** Policies by the name of a layer, or by a regular expression that fits all of it. */
  readonly policyMap?: Readonly<Record<string, DTypeLike>> | null | undefined;
}

/** Policies for many layers at once: `dtype: new DTypePolicyMap({ policyMap: { "dense.*": "float64" } })`. */
export class DTypePolicyMap {
  static readonly className = "DTypePolicyMap";
  readonly policyMap: Readonly<Record<string, DTypePolicy>>;
  readonly #default: DTypePolicy | null;

  constructor({ defaultPolicy = null, policyMap }: DTypePolicyMapConfig = {}) {
    const policy = (value: DTypeLike): DTypePolicy => resolveDTypePolicy(value, "DTypePolicyMap");
    this.#default = defaultPolicy === null ? null : policy(defaultPolicy);
    this.policyMap = Object.fromEntries(
      Object.entries(policyMap ?? {}).map(([key, value]) => [key, policy(value)]),
    );
  }

  get defaultPolicy(): DTypePolicy {
    return this.#default ?? dtypePolicy();
  }

  get name(): string {
    return `map_${this.defaultPolicy.name}`;
  }

  get computeDtype(): DType {
    return this.defaultPolicy.computeDtype;
  }

  get variableDtype(): DType {
    return this.defaultPolicy.variableDtype;
  }

  /**
   * The policy of a layer.
   * @throws ArgumentError if several keys fit
   */
  get(path: string): DTypePolicy {
    const exact = this.policyMap[path];
    if (exact !== undefined) return exact;
    const keys = Object.keys(this.policyMap).filter((key) => new RegExp(`^(?:${key})$`).test(path));
    if (keys.length > 1) {
      throw new ArgumentError(
        `DTypePolicyMap: several keys fit "${path}". Expected one at most, received ${keys.join(", ")}.`,
      );
    }
    return (keys[0] === undefined ? undefined : this.policyMap[keys[0]]) ?? this.defaultPolicy;
  }

  toJSON(): SerializedObject {
    const { policyMap } = this;
    return serialize("keras.dtype_policies", "DTypePolicyMap", {
      defaultPolicy: this.#default,
      policyMap,
    });
  }
}
