import { backend } from "@antler/backend-reference";
import {
  ArgumentError,
  type Backend,
  ops,
  ShapeError,
  setDefaultBackend,
  symbol,
  Tensor,
  tensor,
} from "@antler/core";
import { expect } from "chai";

const placeholder = (...shape: (number | string)[]): Tensor =>
  new Tensor({
    op: "input",
    shape: shape.map((dim) => (typeof dim === "string" ? symbol(dim) : dim)),
    dtype: "float32",
  });

/** 0, 1, 2, … in a shape. */
const counting = (...shape: number[]): Tensor =>
  tensor(
    Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => i),
    { shape },
  );

const shapeOf = (x: Tensor): string => x.shape.join(", ");

describe("windows over images", () => {
  let reference: Backend;
  before(async () => {
    reference = await backend.open({});
    setDefaultBackend(reference);
  });
  after(() => setDefaultBackend(undefined));

  describe("shapes", () => {
    it("follow TensorFlow's rules for 1 to 3 axes", () => {
      const shape = (...spatial: number[]) =>
        shapeOf(
          ops.conv(
            placeholder("batch", ...spatial, 4),
            ops.zeros([...spatial.map(() => 3), 2, 6]),
            { strides: 2, padding: "same" },
          ),
        );
      expect(shape(7)).to.equal("batch, 4, 6");
      expect(shape(7, 8)).to.equal("batch, 4, 4, 6");
      expect(shape(7, 8, 9)).to.equal("batch, 4, 4, 5, 6");
    });

    it("agree symbolically where they agree in numbers", () => {
      const image = placeholder("batch", "height", "width", 4);
      const wide = ops.conv(image, ops.zeros([3, 3, 4, 8]), { strides: 2, padding: "same" });
      const narrow = ops.conv(image, ops.zeros([1, 1, 4, 8]), { strides: 2, padding: "same" });
      expect(shapeOf(wide)).to.equal("batch, floor((height + 1) / 2), floor((width + 1) / 2), 8");
      expect(shapeOf(ops.add(wide, narrow))).to.equal(shapeOf(wide));
      const back = ops.convTranspose(wide, ops.zeros([3, 3, 4, 8]), {
        strides: 2,
        padding: "same",
      });
      expect(shapeOf(back)).to.equal(
        "batch, floor((height + 1) / 2) * 2, floor((width + 1) / 2) * 2, 4",
      );
    });

    it("stand channels first where dataFormat says so", async () => {
      const x = counting(1, 2, 5, 4);
      const kernel = counting(3, 2, 2, 3);
      const last = ops.conv(ops.transpose(x, [0, 2, 3, 1]), kernel, { padding: "same" });
      for (const dataFormat of ["channels_first", "channelsFirst"] as const) {
        const first = ops.conv(x, kernel, { padding: "same", dataFormat });
        expect(await first.array()).to.deep.equal(await ops.transpose(last, [0, 3, 1, 2]).array());
      }
    });

    it("tell groups from the kernel", () => {
      const grouped = ops.conv(placeholder("batch", 5, 6), ops.zeros([3, 2, 9]));
      expect((grouped.attrs as { groups: number }).groups).to.equal(3);
    });
  });

  describe("what can't be", () => {
    const image = placeholder("batch", 5, 5, 4);

    it("a rank without spatial axes", () => {
      expect(() => ops.maxPool(placeholder("batch", 3), 2)).to.throw(
        ShapeError,
        "maxPool: the input has no spatial axis. Expected [batch, ...spatial, channels], received [batch, 3].",
      );
    });

    it("a kernel that takes other channels", () => {
      expect(() => ops.conv(image, ops.zeros([3, 3, 3, 8]))).to.throw(
        ShapeError,
        "conv: the kernel [3, 3, 3, 8] does not fit the input. Expected a number of channels that divides the input's 4 at its axis -2, received 3.",
      );
      expect(() => ops.depthwiseConv(image, ops.zeros([3, 3, 3, 1]))).to.throw(
        ShapeError,
        "depthwiseConv: kernel and channels do not fit. Expected a kernel [...spatial, 4, multiplier] of rank 4, received [3, 3, 3, 1].",
      );
      expect(() => ops.convTranspose(image, ops.zeros([3, 3, 8, 3]))).to.throw(
        ShapeError,
        "convTranspose: kernel and channels do not fit. Expected a kernel [...spatial, filters, 4] of rank 4, received [3, 3, 8, 3].",
      );
    });

    it("a window larger than the image", () => {
      expect(() => ops.averagePool(image, 6)).to.throw(
        ShapeError,
        'averagePool: a window of 6×6 does not fit into [5, 5]. Use a smaller window, or padding "same".',
      );
    });

    it("strides, paddings and layouts that are none", () => {
      expect(() => ops.maxPool(image, 2, { strides: 0 })).to.throw(
        ArgumentError,
        "maxPool: strides does not fit 2 spatial axes. Expected an integer ≥ 1 or 2 of them, received 0.",
      );
      expect(() => ops.maxPool(image, 2, { padding: "full" as "same" })).to.throw(
        ArgumentError,
        'maxPool: unknown padding. Expected "valid", "same" or 2 pairs, received "full".',
      );
      expect(() => ops.maxPool(image, 2, { dataFormat: "NCHW" as "channels_last" })).to.throw(
        ArgumentError,
        'maxPool: unknown dataFormat. Expected "channels_last" or "channels_first", received "NCHW".',
      );
      expect(() =>
        ops.convTranspose(image, ops.zeros([3, 3, 8, 4]), { outputPadding: -1 }),
      ).to.throw(
        ArgumentError,
        "convTranspose: outputPadding does not fit 2 spatial axes. Expected an integer ≥ 0 or 2 of them, received -1.",
      );
    });

    it("windows that need a size nobody knows", () => {
      expect(() => ops.adaptiveMaxPool(placeholder("batch", "time", 3), 2)).to.throw(
        ShapeError,
        "adaptiveMaxPool: several windows need a known size. Expected axis 1 of [batch, time, 3] as a number, received time. Give the input a fixed size, or use outputSize 1.",
      );
    });

    it("blocks that do not come out even", () => {
      expect(() => ops.depthToSpace(placeholder("batch", 2, 2, 6), 2)).to.throw(
        ShapeError,
        "depthToSpace: channels is not divisible into blocks. Expected a multiple of 4, received 6.",
      );
      expect(() => ops.spaceToDepth(image, 1)).to.throw(
        ArgumentError,
        "spaceToDepth: blockSize is no size of a block. Expected an integer ≥ 2, received 1.",
      );
      expect(() => ops.fold(placeholder("batch", 8, 5), 4, 2)).to.throw(
        ShapeError,
        "fold: the windows are not those of an image of [4, 4]. Expected [batch, channels · 4, 9], received [batch, 8, 5].",
      );
    });
  });

  it("transposed convolutions take any output padding", async () => {
    const kernel = tensor([[[1]], [[2]]]);
    const spread = (outputPadding: number) =>
      ops
        .reshape(ops.convTranspose([[[1], [3]]], kernel, { strides: 3, outputPadding }), [-1])
        .array();
    expect(await spread(0)).to.deep.equal([1, 2, 0, 3, 6]);
    expect(await spread(1)).to.deep.equal([1, 2, 0, 3, 6, 0]);
    expect(await spread(4)).to.deep.equal([1, 2, 0, 3, 6, 0, 0, 0, 0]);
  });

  it("adaptive windows may overlap", async () => {
    const x = counting(1, 5, 1);
    const flat = (y: Tensor) => ops.reshape(y, [-1]).array();
    expect(await flat(ops.adaptiveAveragePool(x, 3))).to.deep.equal([0.5, 2, 3.5]);
    expect(await flat(ops.adaptiveMaxPool(x, 3))).to.deep.equal([1, 3, 4]);
    expect(await flat(ops.adaptiveAveragePool(x, 5))).to.deep.equal([0, 1, 2, 3, 4]);
    expect(await flat(ops.adaptiveAveragePool(x, 7))).to.deep.equal([0, 0.5, 1.5, 2, 2.5, 3.5, 4]);
  });

  it("integers stay integers where nothing is computed", async () => {
    const x = tensor(Int32Array.of(1, -2, 5, 3), { shape: [1, 4, 1] });
    expect(ops.maxPool(x, 2).dtype).to.equal("int32");
    expect(await ops.maxPool(x, 2).array()).to.deep.equal([[[1], [5]]]);
    expect(ops.averagePool(x, 2).dtype).to.equal("float32");
  });

  it("fold adds up what unfold took apart, and blocks come back", async () => {
    const x = counting(2, 3, 4, 5);
    const ones = ops.onesLike(x);
    const options = { padding: 1, dilation: [2, 1], stride: [1, 2] } as const;
    const there = (y: Tensor) => ops.unfold(y, [2, 3], options);
    const back = (y: Tensor) => ops.fold(y, [4, 5], [2, 3], options);
    const counts = back(there(ones));
    expect(await back(there(x)).array()).to.deep.equal(await ops.multiply(x, counts).array());
    for (const dataFormat of ["channels_last", "channels_first"] as const) {
      const image = counting(2, 4, 4, 4);
      const deep = ops.spaceToDepth(image, 2, { dataFormat });
      const again = ops.depthToSpace(deep, 2, { dataFormat });
      expect(await again.array()).to.deep.equal(await image.array());
    }
  });
});
