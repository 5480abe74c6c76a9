import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { repository } from "./golden-file.js";

/** A parameter of Keras: name, kind (`P`, keyword-only `K`, `*`, `**`) and default, if it has one. */
export type KerasParameter = readonly [
  name: string,
  kind: "P" | "K" | "*" | "**",
  default_?: unknown,
];

export interface OwnParameter {
  readonly name: string;
  readonly rest: boolean;
  /** Whether it takes tensors; else numbers, lists and names. */
  readonly tensor: boolean;
}

/** One way to call a function of ours. */
export interface OwnSignature {
  readonly positional: readonly OwnParameter[];
  /** The keys of the last, optional object; those that take tensors are in `tensors`. */
  readonly options: readonly string[] | undefined;
}

/** By path below the package: `"ops.image.resize"`. */
export type OwnSignatures = Readonly<Record<string, readonly OwnSignature[]>>;

/** Keras's signatures by full name, from its own API. */
export function kerasSignatures(): Readonly<Record<string, readonly KerasParameter[]>> {
  const path = join(repository, "test", "golden", "generated", "keras-signatures.json");
  return JSON.parse(readFileSync(path, "utf8")) as Record<string, KerasParameter[]>;
}

/** Functions that are read; the rest of the package is called through objects. */
const namespaces = ["ops", "activations", "losses", "metrics", "utils", "random", "backend"];

/**
 * Reads the signatures of the package's functions from its declaration files.
 * @param everything those of all functions and of the constructors of all classes
 */
export function ownSignatures(everything = false): OwnSignatures {
  const entry = join(repository, "packages", "antler", "dist", "index.d.ts");
  const program = ts.createProgram([entry], {
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    target: ts.ScriptTarget.ES2023,
    strict: true,
    skipLibCheck: true,
    types: [],
  });
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(entry);
  const module = source && checker.getSymbolAtLocation(source);
  if (source === undefined || module === undefined) {
    throw new Error(`${entry} does not exist or exports nothing. Build first: npm run build`);
  }
  const found: Record<string, OwnSignature[]> = {};
  const read = (symbol: ts.Symbol, path: string, depth: number): void => {
    const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
    const members =
      target.flags & ts.SymbolFlags.ValueModule ? checker.getExportsOfModule(target) : [];
    for (const member of members) read(member, `${path}.${member.name}`, depth + 1);
    if (members.length > 0) return;
    if ((target.flags & ts.SymbolFlags.Value) === 0) return;
    const type = checker.getTypeOfSymbolAtLocation(target, source);
    const made = everything ? checker.getSignaturesOfType(type, ts.SignatureKind.Construct) : [];
    const signatures = [...made, ...checker.getSignaturesOfType(type, ts.SignatureKind.Call)];
    if (signatures.length > 0) {
      found[path] = signatures.map((own) => describe(checker, own, source));
    } else if (depth < 2) {
      for (const member of checker.getPropertiesOfType(type)) {
        read(member, `${path}.${member.name}`, depth + 1);
      }
    }
  };
  for (const symbol of checker.getExportsOfModule(module)) {
    if (everything || namespaces.includes(symbol.name)) read(symbol, symbol.name, 0);
  }
  return found;
}

function describe(
  checker: ts.TypeChecker,
  signature: ts.Signature,
  source: ts.SourceFile,
): OwnSignature {
  const parameters = signature.parameters.map((symbol) => {
    const declaration = symbol.valueDeclaration as ts.ParameterDeclaration | undefined;
    const type = checker.getTypeOfSymbolAtLocation(symbol, source);
    const rest = declaration?.dotDotDotToken !== undefined;
    const text = checker.typeToString(type, undefined, ts.TypeFormatFlags.NoTruncation);
    return { name: symbol.name, type, rest, tensor: /\bTensor/.test(text) };
  });
  const last = parameters.at(-1);
  const options = last !== undefined && !last.rest ? optionKeys(checker, last) : undefined;
  const positional = options === undefined ? parameters : parameters.slice(0, -1);
  return {
    positional: positional.map(({ name, rest, tensor }) => ({ name, rest, tensor })),
    options,
  };
}

/** The keys of the last parameter if it is an object of options: named so, or destructured. */
function optionKeys(
  checker: ts.TypeChecker,
  { name, type }: { readonly name: string; readonly type: ts.Type },
): string[] | undefined {
  if (!/^(__\d+|options|config|attrs)$/.test(name)) return undefined;
  const bare = checker.getNonNullableType(type);
  const kinds = bare.isUnion() ? bare.types : [bare];
  return [...new Set(kinds.flatMap((kind) => checker.getPropertiesOfType(kind)))].map(
    (property) => property.name,
  );
}
