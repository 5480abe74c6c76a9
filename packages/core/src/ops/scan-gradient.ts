import { isFloat } from "../dtype.js";
import { placeholderFor, Subgraph } from "../graph/subgraph.js";
import { rewrite, topological, withInputs } from "../graph/walk.js";
import type { Tensor } from "../tensor/tensor.js";
import type { GradientContext, Gradients, Ops, Spec, Vjp } from "./definition.js";
import type { ScanAttrs } from "./scan.js";

/** Builds a scan and gives its results. */
type BuildScan = (inputs: readonly Tensor[], attrs: ScanAttrs) => readonly Tensor[];

/**
 * A scan in the other direction. It carries the gradients of the carries and the sums of those of
 * the values from outside. What its steps read of the forward pass is stacked up by a second scan
 * that does all that the first does and more; a pass makes one of the two.
 */
export function scanGradient(
  { inputs, gradient, attrs }: GradientContext<ScanAttrs, "variadic", readonly Spec[]>,
  ops: Ops,
  vjp: Vjp,
  scan: BuildScan,
): Gradients {
  const { body, carries, length, reverse } = attrs;
  const firstOutside = carries + attrs.sequences;
  const zero = ({ shape, dtype }: Tensor): Tensor => ops.zeros(shape, dtype);
  const at = (i: number): Tensor => body.inputs[i] as Tensor;

  // One step backward: gradients of what a step reads from gradients of what it gives.
  const reached = body.outputs.flatMap(({ dtype }, i) =>
    isFloat(dtype) && (i < carries || gradient[i]) ? [i] : [],
  );
  const cotangents = reached.map((i) => placeholderFor(body.outputs[i] as Tensor));
  const targets = body.inputs.filter(({ dtype }) => isFloat(dtype));
  const partials = vjp(
    reached.map((i) => body.outputs[i] as Tensor),
    cotangents,
    targets,
  );
  const partial = (i: number): Tensor | null => partials[targets.indexOf(at(i))] ?? null;

  const indices = body.inputs.map((_, i) => i);
  const carried = indices.filter((i) => i < carries && isFloat(at(i).dtype));
  const sliced = indices.filter((i) => i >= carries && i < firstOutside && partial(i) !== null);
  const summed = indices.filter((i) => i >= firstOutside && partial(i) !== null);
  const sumsSoFar = summed.map((i) => placeholderFor(at(i)));
  const results = [
    ...carried.map((i) => partial(i) ?? zero(at(i))),
    ...summed.map((i, k) => ops.add(sumsSoFar[k] as Tensor, partial(i) as Tensor)),
    ...sliced.map((i) => partial(i) as Tensor),
  ];

  const residuals = readOfForward(results, body, firstOutside);
  const slices = new Map(residuals.map((node) => [node, placeholderFor(node)]));
  const { outputs } = rewrite(
    results,
    (node, operands) => slices.get(node) ?? withInputs(node, operands),
    (node) => slices.has(node),
  );
  const emitted = cotangents.filter((_, k) => (reached[k] as number) >= carries);
  const backward = scan(
    [
      ...carried.map((i) => gradient[i] ?? zero(at(i))),
      ...summed.map((i) => zero(at(i))),
      ...reached.filter((i) => i >= carries).map((i) => gradient[i] as Tensor),
      ...stacked(residuals, inputs, attrs, scan),
      ...inputs.slice(firstOutside),
    ],
    {
      body: new Subgraph(
        [
          ...cotangents.filter((_, k) => (reached[k] as number) < carries),
          ...sumsSoFar,
          ...emitted,
          ...slices.values(),
          ...body.inputs.slice(firstOutside),
        ],
        outputs,
      ),
      carries: carried.length + summed.length,
      sequences: emitted.length + residuals.length,
      length,
      reverse: !reverse,
    },
  );
  const places = [...carried, ...summed, ...sliced];
  return inputs.map((_, i) => backward[places.indexOf(i)] ?? null);
}

/** The values of a forward step that a backward step reads. What no step changes it computes anew. */
function readOfForward(
  results: readonly Tensor[],
  body: Subgraph,
  firstOutside: number,
): readonly Tensor[] {
  const ofStep = new Set(body.inputs.slice(0, firstOutside));
  for (const node of body.nodes) if (node.inputs.some((x) => ofStep.has(x))) ofStep.add(node);
  return topological(results, (node) => ofStep.has(node)).filter((node) => ofStep.has(node));
}

/** All steps' values of some nodes of the body. */
function stacked(
  nodes: readonly Tensor[],
  inputs: readonly Tensor[],
  attrs: ScanAttrs,
  scan: BuildScan,
): readonly Tensor[] {
  const { body, carries, sequences } = attrs;
  const sequenceOf = (node: Tensor): Tensor | undefined => {
    const i = body.inputs.indexOf(node);
    return i >= carries && i < carries + sequences ? inputs[i] : undefined;
  };
  const extra = nodes.filter((node) => sequenceOf(node) === undefined);
  if (extra.length === 0) return nodes.map((node) => sequenceOf(node) as Tensor);
  const widened = new Subgraph(body.inputs, [...body.outputs, ...extra]);
  const all = scan(inputs, { ...attrs, body: widened }).slice(body.outputs.length);
  return nodes.map((node) => sequenceOf(node) ?? (all[extra.indexOf(node)] as Tensor));
}
