import { allocate, type DType, type Program, type Shape } from "@antler/core";
import { create, toBinary } from "@bufbuild/protobuf";
import {
  type GraphProto,
  GraphProtoSchema,
  ModelProtoSchema,
  type NodeProto,
  NodeProtoSchema,
  OperatorSetIdProtoSchema,
  type TensorProto,
  TensorProtoSchema,
  TensorShapeProto_DimensionSchema,
  type ValueInfoProto,
  ValueInfoProtoSchema,
} from "../generated/onnx_pb.js";
import { type Attribute, attributeProto } from "./attributes.js";
import { elementTypes, type OrtArray, toOrtArray } from "./types.js";

/** What ONNX Runtime 1.30 knows in full; a later opset brings nothing that is needed here. */
const opset = 21n;
const irVersion = 10n;

/** Where the value of a symbolic dimension can be read at run time. */
export interface SymbolSource {
  readonly input: string;
  readonly axis: number;
}

/** What programs and the bodies inside them have in common. */
export type Graph = Pick<Program, "inputs" | "constants" | "nodes" | "outputs">;

/** Adds the nodes of a graph to a builder and gives the names of the results. */
export type Inline = (
  graph: Graph,
  inputs: readonly string[],
  builder: GraphBuilder,
) => readonly string[];

/** A value that repeats another one along broadcast axes. */
export interface Expansion {
  readonly source: string;
  readonly shape: Shape;
}

/**
 * Collects nodes, constants, inputs and outputs of one ONNX graph. A value is its name.
 *
 * Values can be deferred: they have a name at once, but their node is only written when another
 * node or an output asks for them. Layouts rest on that (see `layout.ts`).
 */
export class GraphBuilder {
  /** Symbolic dimensions by name. */
  readonly symbols: Map<string, SymbolSource>;
  /** Values that are broadcasts of smaller ones, by name. */
  readonly expansions: Map<string, Expansion>;
  /** The graph around a body or a branch: its values can be used inside. */
  readonly #outer: GraphBuilder | undefined;
  /** Names are unique over all graphs of a model. */
  readonly #names: { count: number };
  readonly #nodes: NodeProto[] = [];
  readonly #initializers: TensorProto[] = [];
  readonly #inputs: ValueInfoProto[] = [];
  readonly #outputs: ValueInfoProto[] = [];
  /** Results of nodes that are no outputs yet. */
  readonly #fresh = new Set<string>();
  readonly #deferred = new Map<string, () => void>();
  readonly #memory = new Map<string, string>();
  #scope = "";

  readonly #inline: Inline;

  /** @param inline - how the nodes of a program are added: by the table of lowerings */
  constructor(inline: Inline, outer?: GraphBuilder) {
    this.#inline = inline;
    this.#outer = outer;
    this.symbols = outer?.symbols ?? new Map();
    this.expansions = new Map(outer?.expansions);
    this.#names = outer === undefined ? { count: 0 } : outer.#names;
    this.#scope = outer === undefined ? "" : outer.#scope;
  }

  /** Names the layer and op that the next nodes belong to: errors are traced back by it. */
  enter(scope: string): void {
    this.#scope = scope;
  }

  /** Adds a node with one result and gives its name. */
  node(
    op: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, Attribute>> = {},
  ): string {
    const name = this.#name();
    this.#emit(name, op, inputs, [name], attributes);
    return name;
  }

  /** Adds a node with several results. */
  nodeWithOutputs(
    op: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, Attribute>>,
    count: number,
  ): readonly string[] {
    const name = this.#name();
    const outputs = Array.from({ length: count }, (_, i) => `${name}:${i}`);
    this.#emit(name, op, inputs, outputs, attributes);
    return outputs;
  }

  /** As {@link node}, but written only when somebody uses the result. */
  defer(
    op: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, Attribute>> = {},
  ): string {
    const name = this.#name();
    this.#deferred.set(name, () => this.#emit(name, op, inputs, [name], attributes));
    return name;
  }

  /** The value remembered under `key`, made at the first call. */
  memoize(key: string, make: () => string): string {
    const known = this.#remembered(key);
    if (known !== undefined) return known;
    const made = make();
    this.#memory.set(key, made);
    return made;
  }

  /** Whether a value is remembered under `key`. */
  remembers(key: string): boolean {
    return this.#remembered(key) !== undefined;
  }

  #remembered(key: string): string | undefined {
    const own = this.#memory.get(key);
    if (own !== undefined || this.#outer === undefined) return own;
    return this.#outer.#remembered(key);
  }

  /** A constant; `data` are its elements, row-major. */
  constant(type: DType, shape: readonly number[], data: OrtArray): string {
    const name = `constant_${this.#names.count++}`;
    this.#initializers.push(tensorProto(name, type, shape, data));
    return name;
  }

  /** A scalar constant; equal ones are shared. */
  scalar(value: number, dtype: DType): string {
    const text = Object.is(value, -0) ? "-0" : String(value);
    return this.memoize(`scalar ${dtype} ${text}`, () =>
      this.constant(dtype, [], allocate(dtype, 1).fill(value)),
    );
  }

  /** An int64 vector; equal ones are shared. */
  integers(...values: readonly (number | bigint)[]): string {
    return this.memoize(`integers ${values.join(" ")}`, () =>
      this.constant("int64", [values.length], BigInt64Array.from(values, BigInt)),
    );
  }

  /** A tensor of one element as an attribute, for ConstantOfShape. */
  element(value: number, dtype: DType): TensorProto {
    return tensorProto("", dtype, [1], allocate(dtype, 1).fill(value));
  }

  cast(x: string, to: DType): string {
    return this.node("Cast", [x], { to: elementTypes[to] });
  }

  /** Declares an input; dimensions that are plain symbols can be read from it. */
  input(name: string, dtype: DType, shape: Shape): string {
    this.#inputs.push(valueInfo(name, dtype, shape));
    shape.forEach((dim, axis) => {
      if (typeof dim === "number" || this.symbols.has(dim.text)) return;
      this.symbols.set(dim.text, { input: name, axis });
    });
    return name;
  }

  /** Declares a result and gives its name: the value's own, for a copy would cost time. */
  output(value: string, dtype: DType, shape: Shape): string {
    this.#write(value);
    // ONNX refuses outputs that are inputs, constants or repeated.
    const name = this.#fresh.delete(value) ? value : this.node("Identity", [value]);
    this.#outputs.push(valueInfo(name, dtype, shape));
    return name;
  }

  /** A graph inside this one: the body of a loop, a branch. */
  child(): GraphBuilder {
    return new GraphBuilder(this.#inline, this);
  }

  /** Adds the nodes of a body here and gives the names of its results. */
  inline(body: Graph, inputs: readonly string[]): readonly string[] {
    return this.#inline(body, inputs, this);
  }

  /** Declares the next input of a body. */
  parameter(dtype: DType, shape: Shape): string {
    const name = this.#name();
    this.#inputs.push(valueInfo(name, dtype, shape));
    return name;
  }

  /** The graph as the attribute of a loop or a branch. */
  graph(): GraphProto {
    return create(GraphProtoSchema, {
      name: this.#name(),
      node: this.#nodes,
      initializer: this.#initializers,
      input: this.#inputs,
      output: this.#outputs,
    });
  }

  /** The whole graph as the bytes of a ModelProto. */
  encode(name: string): Uint8Array {
    const model = create(ModelProtoSchema, {
      irVersion,
      producerName: "antler",
      opsetImport: [create(OperatorSetIdProtoSchema, { domain: "", version: opset })],
      graph: create(GraphProtoSchema, {
        name,
        node: this.#nodes,
        initializer: this.#initializers,
        input: this.#inputs,
        output: this.#outputs,
      }),
    });
    return toBinary(ModelProtoSchema, model);
  }

  #name(): string {
    return `${this.#scope}_${this.#names.count++}`;
  }

  #write(value: string): void {
    const make = this.#deferred.get(value);
    if (make === undefined) {
      if (this.#outer !== undefined) this.#outer.#write(value);
      return;
    }
    this.#deferred.delete(value);
    make();
  }

  #emit(
    name: string,
    opType: string,
    input: readonly string[],
    output: readonly string[],
    attributes: Readonly<Record<string, Attribute>>,
  ): void {
    for (const value of input) this.#write(value);
    for (const value of output) this.#fresh.add(value);
    const attribute = Object.entries(attributes).map(([key, value]) => attributeProto(key, value));
    this.#nodes.push(
      create(NodeProtoSchema, { name, opType, input: [...input], output: [...output], attribute }),
    );
  }
}

function tensorProto(
  name: string,
  type: DType,
  shape: readonly number[],
  data: OrtArray,
): TensorProto {
  const { buffer, byteOffset, byteLength } = toOrtArray(data, type);
  return create(TensorProtoSchema, {
    name,
    dataType: elementTypes[type],
    dims: shape.map(BigInt),
    rawData: new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength),
  });
}

function valueInfo(name: string, dtype: DType, shape: Shape): ValueInfoProto {
  const dim = shape.map((size) =>
    create(TensorShapeProto_DimensionSchema, {
      value:
        typeof size === "number"
          ? { case: "dimValue", value: BigInt(size) }
          : { case: "dimParam", value: size.text },
    }),
  );
  const tensor = { elemType: elementTypes[dtype], shape: { dim } };
  return create(ValueInfoProtoSchema, {
    name,
    type: { value: { case: "tensorType", value: tensor } },
  });
}
