import { backend } from "@antler/backend-reference";
import {
  evaluate,
  fromHost,
  grad,
  ops,
  setDefaultBackend,
  type Tensor,
  tensor,
} from "@antler/core";
import { losses } from "@antler/layers";
import { expect } from "chai";
import { camelCase, eachGolden, expectClose, type GoldenTensor, host } from "./golden.js";

interface LossCase {
  readonly id: string;
  readonly kind: string;
  readonly keras_name: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly inputs: readonly [GoldenTensor, GoldenTensor];
  readonly sample_weight: GoldenTensor | null;
  readonly mask: GoldenTensor | null;
  readonly expected: { readonly outputs: readonly GoldenTensor[] };
  readonly expected_grads?: { readonly R: readonly GoldenTensor[]; readonly y_pred: GoldenTensor };
  readonly tol: number;
}

const factories = {
  MeanSquaredError: losses.meanSquaredError,
  MeanAbsoluteError: losses.meanAbsoluteError,
  BinaryCrossentropy: losses.binaryCrossentropy,
  CategoricalCrossentropy: losses.categoricalCrossentropy,
  SparseCategoricalCrossentropy: losses.sparseCategoricalCrossentropy,
};

function lossOf({ keras_name, config }: LossCase) {
  const { reduction, ...rest } = config;
  const options: Record<string, unknown> = camelCase(rest);
  if ("reduction" in config) {
    options.reduction = camelCase({ [String(reduction ?? "none")]: 0 });
    options.reduction = Object.keys(options.reduction as object)[0];
  }
  return factories[keras_name as keyof typeof factories](options);
}

describe("losses", () => {
  before(async () => setDefaultBackend(await backend.open({})));

  describe("values and gradients as in Keras", () => {
    eachGolden<LossCase>(
      "losses",
      ({ id, kind, keras_name }) =>
        kind === "class" && keras_name in factories && !/ignore|f64/.test(id),
      async (each) => {
        const [yTrue, yPred] = each.inputs.map((value) => fromHost(host(value))) as [
          Tensor,
          Tensor,
        ];
        const options = {
          ...(each.sample_weight === null
            ? {}
            : { sampleWeight: fromHost(host(each.sample_weight)) }),
          ...(each.mask === null ? {} : { mask: fromHost(host(each.mask)) }),
        };
        const loss = lossOf(each).call(yTrue, yPred, options);
        const [expected] = each.expected.outputs;
        expectClose(await loss.data(), expected?.data ?? [], each.tol, "loss");
        const wanted = each.expected_grads;
        if (wanted === undefined) return;
        const weighted = loss.multiply(fromHost(host(wanted.R[0] as GoldenTensor))).sum();
        expectClose(await grad(weighted, yPred).data(), wanted.y_pred.data, each.tol, "gradient");
      },
    );
  });

  it("computes from the logits behind a softmax: finite where probabilities are 0", async () => {
    const logits = tensor([[200, 0]]);
    const loss = losses.sparseCategoricalCrossentropy().call([1], ops.softmax(logits));
    const [value, gradient] = await evaluate([loss, grad(loss, logits)]);
    expect(value?.data[0]).to.equal(200);
    expect([...(gradient?.data ?? [])]).to.deep.equal([1, -1]);
  });

  it("computes from the logits behind a sigmoid", async () => {
    const loss = losses.binaryCrossentropy().call([[0]], ops.sigmoid(tensor([[100]])));
    expect(await loss.item()).to.be.closeTo(100, 1e-4);
  });

  it("refuses labels that do not fit, and says what to use instead", () => {
    const p = tensor([[0.5, 0.5]]);
    expect(() => losses.categoricalCrossentropy().call([1], p)).to.throw("sparseCategorical");
    expect(() => losses.sparseCategoricalCrossentropy().call([[0, 1]], p)).to.throw(
      "categoricalCrossentropy",
    );
    expect(() => losses.mse().call([[1, 2, 3]], p)).to.throw("differ");
  });
});
