import { ArgumentError, checkDType, type DType, floatX, suggestion } from "@antler/core";
import { type SerializedObject, serialize } from "../saving/keys.js";

const mixed = {
  mixed_float16: ["float16", "float32"],
  mixed_bfloat16: ["bfloat16", "float32"],
} as const satisfies Record<string, readonly [compute: DType, variable: DType]>;

/** A dtype, or a mixture: layers compute in 16 bits and keep their weights in 32. */
export type DTypePolicyName = DType | keyof typeof mixed;

/** Where a dtype or a policy is expected. */
export type DTypeLike = DTypePolicyName | DTypePolicy;

/** Which dtypes a layer computes in and keeps its weights in. */
export class DTypePolicy {
  static readonly className: string = "DTypePolicy";
  readonly name: DTypePolicyName;
  /** Float inputs are cast to it, and weights are read in it. */
  readonly computeDtype: DType;
  /** Dtype of float weights. */
  readonly variableDtype: DType;

  /** @throws ArgumentError for an unknown name */
  constructor(name: DTypePolicyName, where = "DTypePolicy") {
    this.name = name;
    [this.computeDtype, this.variableDtype] = dtypesOf(name, where);
  }

  /** @internal the policy that a file describes */
  static fromConfig({ name }: { readonly name?: DTypePolicyName }): DTypePolicy {
    return name === undefined ? dtypePolicy() : new this(name);
  }

  toJSON(): SerializedObject {
    const { className } = this.constructor as typeof DTypePolicy;
    return serialize("keras", className, { name: this.name });
  }
}

/** The name that old files give to {@link DTypePolicy}. */
export class FloatDTypePolicy extends DTypePolicy {
  static override readonly className = "FloatDTypePolicy";

  /** @internal the policy that a file describes */
  static override fromConfig({ name }: { readonly name?: DTypePolicyName }): FloatDTypePolicy {
    return new FloatDTypePolicy(name ?? dtypePolicy().name);
  }
}

let global: DTypePolicy | undefined;

/** The policy of layers that are not given one. Default: the default float dtype. */
export function dtypePolicy(): DTypePolicy {
  return global ?? new DTypePolicy(floatX);
}

/** Changes the policy of layers made from now on: `setDtypePolicy("mixed_bfloat16")`. */
export function setDtypePolicy(policy: DTypeLike): void {
  global = resolveDTypePolicy(policy, "setDtypePolicy");
}

/** @internal what the option `dtype` of a layer stands for */
export function resolveDTypePolicy(
  value: DTypeLike | null | undefined,
  where: string,
): DTypePolicy {
  if (value instanceof DTypePolicy) return value;
  return value === undefined || value === null ? dtypePolicy() : new DTypePolicy(value, where);
}

function dtypesOf(name: string, where: string): readonly [compute: DType, variable: DType] {
  if (Object.hasOwn(mixed, name)) return mixed[name as keyof typeof mixed];
  if (name.startsWith("mixed_")) {
    const names = Object.keys(mixed);
    throw new ArgumentError(
      `${where}: unknown dtype policy "${name}". Expected a dtype or one of ${names.join(", ")}.${suggestion(name, names)}`,
    );
  }
  const dtype = checkDType(name, where);
  return [dtype, dtype];
}
