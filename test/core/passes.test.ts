import { backend } from "@antler/backend-reference";
import {
  type Backend,
  equalShapes,
  generalPasses,
  grad,
  type HostTensor,
  ops,
  printGraph,
  Tensor,
  tensor,
  topological,
} from "@antler/core";
import { expect } from "chai";
import fc from "fast-check";

/** The graph's values without any pass: compiled as it stands. */
async function valuesOf(
  reference: Backend,
  outputs: readonly Tensor[],
): Promise<readonly HostTensor[]> {
  const order = topological(outputs);
  const executable = await reference.compile({
    inputs: [],
    constants: new Map(
      order.filter((n) => n.op === "constant").map((n) => [n, n.value as HostTensor]),
    ),
    nodes: order.filter((n) => n.op !== "constant"),
    outputs,
    resident: new Set(),
  });
  return (await executable.run([])) as readonly HostTensor[];
}

type Step = (x: Tensor, y: Tensor) => Tensor;

/** Ways to go on from two tensors; the results stay of rank 2 and small. */
const steps: readonly Step[] = [
  (x, y) => x.add(y.sum(null)),
  (x, y) => x.mul(y.mean(0, { keepdims: true }).mean(1)),
  (x) => x.add(0),
  (x) => x.mul(1).sub(0),
  (x) => x.transpose().transpose(),
  (x) => x.transpose(),
  (x) => x.flip(0).flip(0),
  (x) => x.flip(0).flip(1),
  (x) => x.reshape([-1]).reshape(x.shape),
  (x) => x.reshape([-1, 1]),
  (x) => x.power(2),
  (x) => x.neg().neg(),
  (x) => x.tanh(),
  (x) => x.div(ops.add(tensor(1), tensor(2))),
  (x, y) => ops.where(x.greater(y.max()), x, y.min()),
  (x) => x.add(ops.broadcastTo(tensor(0.5), x.shape)),
  (x) => x.cast("float32").sum([]),
  (x, y) => x.add(y.mul(0).sum().exp()),
];

const programs = fc.array(fc.tuple(fc.nat(steps.length - 1), fc.nat(9), fc.nat(9)), {
  minLength: 1,
  maxLength: 12,
});

function build(program: readonly (readonly [number, number, number])[]): Tensor[] {
  const pool: Tensor[] = [
    tensor([
      [1, -2, 3],
      [0.5, 0, -1],
    ]),
    tensor([
      [2, 1],
      [-1, 4],
      [0, 3],
    ]),
  ];
  for (const [step, first, second] of program) {
    const [x, y] = [pool[first % pool.length] as Tensor, pool[second % pool.length] as Tensor];
    pool.push((steps[step] as Step)(x, y));
  }
  return pool.slice(-2);
}

describe("graph passes", () => {
  let reference: Backend;
  before(async () => {
    reference = await backend.open({});
  });

  for (const [name, pass] of Object.entries(generalPasses)) {
    it(`${name} never changes values, shapes or dtypes of random graphs`, async () => {
      await fc.assert(
        fc.asyncProperty(programs, async (program) => {
          const outputs = build(program);
          const after = pass(outputs);
          const [expected, received] = [
            await valuesOf(reference, outputs),
            await valuesOf(reference, after),
          ];
          outputs.forEach((output, i) => {
            const replacement = after[i] as Tensor;
            expect(equalShapes(replacement.shape, output.shape)).to.equal(true);
            expect(replacement.dtype).to.equal(output.dtype);
            expect([...(received[i]?.data ?? [])]).to.deep.equal([...(expected[i]?.data ?? [])]);
          });
        }),
        { numRuns: 150, seed: 3 },
      );
    });
  }

  const { simplify, foldConstants, mergeCommonSubexpressions } = generalPasses as Record<
    "simplify" | "foldConstants" | "mergeCommonSubexpressions",
    (typeof generalPasses)[string]
  >;
  const opsOf = (outputs: readonly Tensor[]): string[] =>
    topological(outputs).map((node) => node.op as string);
  const x = new Tensor({ op: "input", shape: [2, 3], dtype: "float32" });

  it("simplify drops what changes nothing", () => {
    const y = x.mul(1).add(0).transpose().transpose().reshape([6]).reshape([2, 3]).neg().neg();
    expect(simplify([y])[0]).to.equal(x);
  });

  it("foldConstants computes scalars", () => {
    const [y] = foldConstants([x.mul(tensor(2).add(3).sqrt())]);
    expect(opsOf([y as Tensor])).to.deep.equal(["input", "constant", "multiply"]);
  });

  it("mergeCommonSubexpressions leaves one of each", () => {
    const [y] = mergeCommonSubexpressions([x.exp().mul(2).add(x.exp().mul(2))]);
    expect(opsOf([y as Tensor])).to.deep.equal(["input", "exp", "constant", "multiply", "add"]);
  });

  it("print as a person would read them", () => {
    const loss = x.square().sum();
    const gradient = grad(loss, x);
    expect(printGraph(gradient)).to.match(/^%\d+ = input\(\)\s+\[2, 3\] float32$/m);
    expect(printGraph(gradient)).to.include("multiply(%");
  });
});
