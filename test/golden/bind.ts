import { Failure } from "./failure.js";
import { camel } from "./names.js";
import type { KerasParameter, OwnSignature } from "./signatures.js";

/** Arguments under Keras's parameter names. */
interface KerasCall {
  readonly values: ReadonlyMap<string, unknown>;
  /** Keyword arguments that no parameter names, for a `**` parameter. */
  readonly extras: Readonly<Record<string, unknown>>;
}

/** A call of Keras's function as the arguments of ours. */
export function bindArguments(
  args: readonly unknown[],
  kwargs: Readonly<Record<string, unknown>>,
  keras: readonly KerasParameter[] | undefined,
  own: readonly OwnSignature[] | undefined,
): unknown[] {
  const parameters = keras ?? args.map((_, i): KerasParameter => [`argument${i}`, "P"]);
  const call = readKerasCall(args, kwargs, parameters);
  let failure: unknown;
  for (const signature of own ?? [looseSignature(parameters)]) {
    try {
      return place(call, parameters, signature);
    } catch (error) {
      failure ??= error;
    }
  }
  throw failure;
}

/** Where ours can't be read: required parameters by position, the rest as options. */
function looseSignature(parameters: readonly KerasParameter[]): OwnSignature {
  const required = parameters.filter((row) => row[1] === "P" && row.length < 3);
  return {
    positional: required.map(([name]) => ({ name: camel(name), rest: false, tensor: true })),
    options: parameters.filter((row) => !required.includes(row)).map(([name]) => camel(name)),
  };
}

function readKerasCall(
  args: readonly unknown[],
  kwargs: Readonly<Record<string, unknown>>,
  parameters: readonly KerasParameter[],
): KerasCall {
  const values = new Map<string, unknown>();
  const positional = parameters.filter(([, kind]) => kind === "P" || kind === "*");
  const starAt = positional.findIndex(([, kind]) => kind === "*");
  args.forEach((value, i) => {
    if (starAt >= 0 && i >= starAt) {
      const name = (positional[starAt] as KerasParameter)[0];
      values.set(name, [...((values.get(name) as unknown[] | undefined) ?? []), value]);
      return;
    }
    const parameter = positional[i];
    if (parameter === undefined) throw new Failure(`Keras takes no argument ${i}`);
    values.set(parameter[0], value);
  });
  const extras: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(kwargs)) {
    if (parameters.some((parameter) => parameter[0] === name)) values.set(name, value);
    else extras[name] = value;
  }
  return { values, extras };
}

/** Each argument of Keras to the parameter of ours that has its name, or its position. */
function place(
  { values, extras }: KerasCall,
  parameters: readonly KerasParameter[],
  { positional, options }: OwnSignature,
): unknown[] {
  const left = new Map(values);
  const spare = new Map(Object.entries(extras));
  const ownNames = new Set([...positional.map(({ name }) => name), ...(options ?? [])]);
  const take = (name: string): unknown => {
    const value = left.get(name);
    left.delete(name);
    return value === null && defaultOf(parameters, name) === null ? undefined : value;
  };
  const result: unknown[] = [];
  positional.forEach(({ name, rest }, i) => {
    const named = parameters.find((parameter) => camel(parameter[0]) === name);
    const beside = parameters[i];
    const source = named ?? (beside && !ownNames.has(camel(beside[0])) ? beside : undefined);
    if (source === undefined) return;
    if (source[1] === "**") {
      result[i] = Object.fromEntries([...spare].map(([key, value]) => [camel(key), value]));
      spare.clear();
      return;
    }
    if (!left.has(source[0])) return;
    const value = take(source[0]);
    if (rest) result.push(...(Array.isArray(value) ? value : [value]));
    else result[i] = value;
  });
  const named: Record<string, unknown> = {};
  for (const [name, value] of [...left, ...spare]) {
    const key = camel(name);
    const standard = defaultOf(parameters, name);
    if (options?.includes(key)) {
      if (!(value === null && standard === null)) named[key] = value;
    } else if (JSON.stringify(value) !== JSON.stringify(standard)) {
      throw new Failure(`there is no argument for ${name}`, key, describe(positional, options));
    }
  }
  if (Object.keys(named).length === 0) return Array.from(result);
  const end = positional.at(-1)?.rest ? result.length : positional.length;
  while (result.length < end) result.push(undefined);
  return [...Array.from(result), named];
}

function defaultOf(parameters: readonly KerasParameter[], name: string): unknown {
  return parameters.find((parameter) => parameter[0] === name)?.[2];
}

function describe(
  positional: OwnSignature["positional"],
  options: OwnSignature["options"],
): string {
  const names = positional.map(({ name, rest }) => (rest ? `...${name}` : name));
  return `(${[...names, ...(options ? [`{ ${options.join(", ")} }`] : [])].join(", ")})`;
}
