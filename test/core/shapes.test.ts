import {
  broadcastShapes,
  DTypeError,
  ops,
  ShapeError,
  setFloatx,
  symbol,
  Tensor,
  tensor,
  withScope,
} from "@antler/core";
import { expect } from "chai";

const placeholder = (...shape: (number | string)[]): Tensor =>
  new Tensor({
    op: "input",
    shape: shape.map((dim) => (typeof dim === "string" ? symbol(dim) : dim)),
    dtype: "float32",
  });

describe("shapes are checked when a node is built", () => {
  it("broadcast by NumPy's rule, symbols included", () => {
    const batch = symbol("batch");
    expect(broadcastShapes("x", [batch, 1, 3], [4, 1]).map(String)).to.deep.equal([
      "batch",
      "4",
      "3",
    ]);
    expect(() => broadcastShapes("x", [batch, 2], [3, 2])).to.throw(ShapeError, /batch and 3/);
  });

  it("name the layer, what was expected and what was received", () => {
    const build = () =>
      withScope("model", () =>
        withScope("dense_1", () => placeholder("batch", 3).matmul([[1, 2]])),
      );
    expect(build).to.throw(
      ShapeError,
      "model/dense_1 / matmul: shapes [batch, 3] and [1, 2] do not fit. Expected the last axis of the first (3)",
    );
  });

  it("keep arithmetic on symbols symbolic", () => {
    const images = placeholder("batch", 28, 28, 1);
    expect(images.reshape([-1, 28]).shape.map(String)).to.deep.equal(["batch * 28", "28"]);
    expect(images.reshape(["batch", -1]).shape.map(String)).to.deep.equal(["batch", "784"]);
    const kernel = ops.zeros([3, 8, 16]);
    expect(ops.conv(placeholder("batch", "time", 8), kernel).shape.map(String)).to.deep.equal([
      "batch",
      "time - 2",
      "16",
    ]);
    const halved = ops.conv(placeholder("batch", "time", 8), kernel, {
      strides: 2,
      padding: "same",
    });
    expect(String(halved.shape[1])).to.equal("floor((time + 1) / 2)");
  });

  it("promote dtypes as Keras does, and leave plain numbers out of it", () => {
    const integers = tensor(Int32Array.of(1, 2));
    expect(integers.add(1).dtype).to.equal("int32");
    expect(integers.add(0.5).dtype).to.equal("float32");
    expect(integers.divide(2).dtype).to.equal("float32");
    const wide = tensor([1, 2], { dtype: "float64" });
    expect(integers.add(wide).dtype, "64 bits are narrowed").to.equal("float32");
    setFloatx("float64");
    try {
      expect(integers.add(wide).dtype, "unless floats are float64").to.equal("float64");
    } finally {
      setFloatx("float32");
    }
    expect(tensor([true, false]).sum().dtype).to.equal("int32");
    expect(tensor([true, false]).mean().dtype).to.equal("float32");
    expect(() => integers.cast("flaot32" as never)).to.throw(DTypeError, 'Did you mean "float32"?');
  });

  it("refuse ragged and misfitting data", () => {
    expect(() => tensor([[1, 2], [3]])).to.throw(ShapeError, /rows differ in length/);
    expect(() => tensor([1, 2, 3], { shape: [2, 2] })).to.throw(
      ShapeError,
      "holds 4 elements, received 3",
    );
    expect(() => tensor([1, 2]).expect(["batch", 2])).to.throw(
      ShapeError,
      "expected shape [batch, 2], received [2]",
    );
  });
});
