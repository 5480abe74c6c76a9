import { backend as onnx } from "@antler/backend-onnx";
import { backend as reference } from "@antler/backend-reference";
import { backend as tfjs } from "@antler/backend-tfjs";
import {
  ArgumentError,
  type Backend,
  compile,
  DTypeError,
  drawUniform,
  evaluate,
  grad,
  ops,
  SeedGenerator,
  ShapeError,
  type Tensor,
  tensor,
} from "@antler/core";
import { expect } from "chai";

const { image } = ops;
const backend = await reference.open({});

function pixels(shape: readonly number[], seed = 1): Tensor {
  const size = shape.reduce((product, dim) => product * dim, 1);
  return tensor(drawUniform(new SeedGenerator(seed), size), { shape });
}

async function valuesOf(x: Tensor, on: Backend = backend): Promise<number[]> {
  const [value] = await evaluate([x], { backend: on });
  return Array.from(value?.data ?? []);
}

function expectClose(received: readonly number[], expected: readonly number[], tolerance = 1e-5) {
  expect(received.length).to.equal(expected.length);
  received.forEach((x, i) => {
    expect(x, `element ${i}`).to.be.closeTo(expected[i] as number, tolerance);
  });
}

/** Functions of a batch of images that need no size as a number. */
const functions: Readonly<Record<string, (x: Tensor) => Tensor>> = {
  resizeNearest: (x) => image.resize(x, [4, 9], { interpolation: "nearest" }),
  resizeBilinear: (x) => image.resize(x, [4, 9], { antialias: true }),
  resizeBicubic: (x) => image.resize(x, [9, 4], { interpolation: "bicubic" }),
  resizeLanczos: (x) => image.resize(x, [9, 4], { interpolation: "lanczos5", antialias: true }),
  affineTransform: (x) =>
    image.affineTransform(x, [0.9, 0.1, -1, -0.1, 1.1, 0.3, 0, 0], { fillMode: "reflect" }),
  perspectiveTransform: (x) =>
    image.perspectiveTransform(
      x,
      [
        [0, 0],
        [0, 5],
        [6, 0],
        [6, 5],
      ],
      [
        [1, 0],
        [0, 5],
        [6, 1],
        [5, 4],
      ],
    ),
  patchesSideBySide: (x) => image.extractPatches(x, 2),
  patchesOverlapping: (x) => image.extractPatches(x, [3, 2], { strides: 1, padding: "same" }),
  padImages: (x) =>
    image.padImages(x, { topPadding: 1, bottomPadding: 0, leftPadding: 2, rightPadding: 3 }),
  cropImages: (x) =>
    image.cropImages(x, { topCropping: 1, bottomCropping: 2, leftCropping: 0, targetWidth: 3 }),
  rgbToGrayscale: (x) => image.rgbToGrayscale(x),
  rgbToHsv: (x) => image.rgbToHsv(x),
  hsvToRgb: (x) => image.hsvToRgb(x),
  gaussianBlur: (x) => image.gaussianBlur(x, { kernelSize: [3, 5], sigma: [1, 2] }),
  sobelEdges: (x) => image.sobelEdges(x),
  ssim: (x) => image.ssim(x, ops.multiply(x, x), { filterSize: 3 }),
  elasticTransform: (x) => image.elasticTransform(x, { sigma: 0.5, alpha: 2, seed: 4 }),
};

describe("ops.image", () => {
  it("computes the same for symbolic sizes, with gradients, on every backend", async () => {
    const x = pixels([2, 6, 7, 3]);
    for (const on of [backend, await onnx.open({}), await tfjs.open({ device: "wasm" })]) {
      for (const [name, build] of Object.entries(functions)) {
        const withGradient = (input: Tensor): Tensor[] => {
          const output = build(input);
          return [output, grad(ops.sum(ops.multiply(output, output)), input)];
        };
        const expected = withGradient(x);
        const run = compile(withGradient, {
          backend: on,
          inputs: [{ shape: ["batch", "height", "width", 3] }],
        });
        const received = await run(x);
        for (const i of [0, 1]) {
          const [a, b] = [received[i] as Tensor, expected[i] as Tensor];
          expect(a.shape, name).to.deep.equal(b.shape);
          const label = `${name} on ${on.name}`;
          try {
            expectClose(await valuesOf(a), await valuesOf(b), 1e-4);
          } catch (error) {
            throw new Error(`${label}, ${i ? "gradient" : "value"}: ${String(error)}`);
          }
        }
        await run.close();
      }
    }
  }).timeout(120_000);

  it("resizes by areas: means of blocks where the sizes divide", async () => {
    const x = pixels([1, 4, 6, 2]);
    const blocks = ops.mean(ops.reshape(x, [1, 2, 2, 2, 3, 2]), [2, 4]);
    const resized = image.resize(x, [2, 2], { interpolation: "area" });
    expectClose(await valuesOf(resized), await valuesOf(blocks));
  });

  it("gives back the image: elasticTransform without distance, ssim of equals, HSV and back", async () => {
    const x = pixels([2, 6, 7, 3]);
    expectClose(
      await valuesOf(image.elasticTransform(x, { alpha: 0, seed: 1 })),
      await valuesOf(x),
    );
    expectClose(await valuesOf(image.ssim(x, x, { filterSize: 3 })), [1, 1]);
    expectClose(await valuesOf(image.hsvToRgb(image.rgbToHsv(x))), await valuesOf(x));
  });

  it("bends images by the seed alone", async () => {
    const x = pixels([1, 8, 8, 1]);
    const bent = (seed: number) =>
      valuesOf(image.elasticTransform(x, { sigma: 1, alpha: 4, seed }));
    expect(await bent(1)).to.deep.equal(await bent(1));
    expect(await bent(1)).not.to.deep.equal(await bent(2));
  });

  it("takes coordinates as one tensor or as a list, one per axis", async () => {
    const x = pixels([5, 6]);
    const [rows, columns] = [tensor([1.5, 2]), tensor([0.25, 4])];
    const listed = image.mapCoordinates(x, [rows, columns], 1);
    const stacked = image.mapCoordinates(x, ops.stack([rows, columns]), 1);
    expect(await valuesOf(listed)).to.deep.equal(await valuesOf(stacked));
  });

  it("passes gradients to coordinates and points", async () => {
    const x = pixels([5, 6], 3);
    const at = tensor([
      [1.3, 2.6],
      [0.4, 3.7],
    ]);
    const sum = (points: Tensor): Tensor => ops.sum(image.mapCoordinates(x, points, 1));
    const slope = await valuesOf(grad(sum(at), at));
    const step = 1e-2;
    for (let i = 0; i < 4; i++) {
      const moved = (by: number): Tensor =>
        ops.add(at, ops.reshape(tensor([0, 1, 2, 3].map((j) => (j === i ? by : 0))), [2, 2]));
      const [up, down] = [await valuesOf(sum(moved(step))), await valuesOf(sum(moved(-step)))];
      expect(slope[i]).to.be.closeTo(((up[0] as number) - (down[0] as number)) / (2 * step), 1e-3);
    }
  });

  it("refuses images, sizes and names that make no sense", () => {
    const x = pixels([2, 6, 7, 3]);
    const cases: readonly (readonly [() => unknown, new (message: string) => Error, string])[] = [
      [
        () => image.resize([1, 2], [2, 2]),
        ShapeError,
        "image.resize: expected one image of rank 3 or a batch of rank 4, received shape [2].",
      ],
      [
        () => image.resize(x, [2, 0]),
        ArgumentError,
        "image.resize: size must be two positive integers [height, width], received [2,0].",
      ],
      [
        () => image.resize(x, [2, 2], { interpolation: "bilinar" as "bilinear" }),
        ArgumentError,
        'image.resize: unknown interpolation "bilinar". Expected one of nearest, area, bilinear, bicubic, lanczos3, lanczos5. Did you mean "bilinear"?',
      ],
      [
        () => image.resize(x, [2, 2], { cropToAspectRatio: true, padToAspectRatio: true }),
        ArgumentError,
        "image.resize: cropToAspectRatio and padToAspectRatio exclude each other. Set one of them.",
      ],
      [
        () => image.resize(x, [2, 2], { dataFormat: "last" as "channels_last" }),
        ArgumentError,
        'image.resize: unknown dataFormat "last". Expected one of channels_last, channels_first.',
      ],
      [
        () => image.affineTransform(x, [1, 0, 0, 0, 1, 0]),
        ShapeError,
        "image.affineTransform: transform must have shape [8] or [2, 8], received [6].",
      ],
      [
        () => image.affineTransform(x, [1, 0, 0, 0, 1, 0, 0, 0], { fillMode: "edge" as "nearest" }),
        ArgumentError,
        'image.affineTransform: unknown fillMode "edge". Expected one of constant, nearest, wrap, mirror, reflect.',
      ],
      [
        () => image.perspectiveTransform(x, [[0, 0]], [[0, 0]]),
        ShapeError,
        "image.perspectiveTransform: startPoints must have shape [4, 2] or [2, 4, 2], received [1, 2].",
      ],
      [
        () => image.mapCoordinates(x, [[0, 1]], 1),
        ShapeError,
        "image.mapCoordinates: coordinates must have shape [4, ...points], one row per axis of inputs [2, 6, 7, 3], received [1, 2].",
      ],
      [
        () => image.mapCoordinates([1, 2], [[0, 1]], 3 as 1),
        ArgumentError,
        "image.mapCoordinates: order must be 0 (nearest) or 1 (linear), received 3.",
      ],
      [
        () => image.extractPatches(x, 9),
        ShapeError,
        'image.extractPatches: a window of 9×9 does not fit into [6, 7]. Use a smaller window, or padding "same".',
      ],
      [
        () => image.extractPatches3d([1], 2),
        ShapeError,
        "image.extractPatches3d: expected rank 5, or 4 without a batch, received shape [1].",
      ],
      [
        () => image.padImages(x, { topPadding: 1, leftPadding: 1, rightPadding: 1 }),
        ArgumentError,
        "image.padImages: expected exactly two of topPadding, bottomPadding, targetHeight, received topPadding=1, bottomPadding=null, targetHeight=null.",
      ],
      [
        () =>
          image.padImages(x, { topPadding: 1, targetHeight: 5, leftPadding: 0, rightPadding: 0 }),
        ArgumentError,
        "image.padImages: the target is too small for the image. Expected padding of at least 0, received -2.",
      ],
      [
        () =>
          image.cropImages(x, {
            topCropping: 4,
            targetHeight: 5,
            leftCropping: 0,
            rightCropping: 0,
          }),
        ArgumentError,
        "image.cropImages: the rectangle leaves the image. Expected rows within 0 to 6, received 4 to 9 for targetHeight.",
      ],
      [
        () => image.rgbToHsv(ops.cast(x, "uint8")),
        DTypeError,
        "image.rgbToHsv: expected a float dtype, received uint8. Cast the images and scale them to [0, 1].",
      ],
      [
        () => image.rgbToGrayscale(pixels([2, 2, 2])),
        ShapeError,
        "image.rgbToGrayscale: wrong number of channels. Expected 3 channels (RGB) or 1 (gray), received shape [2, 2, 2].",
      ],
      [
        () => image.gaussianBlur(x, { kernelSize: [3] }),
        ArgumentError,
        "image.gaussianBlur: kernelSize must be two positive integers [width, height], received [3].",
      ],
      [
        () => image.elasticTransform(x, { sigma: 0 }),
        ArgumentError,
        "image.elasticTransform: expected a positive sigma and a finite alpha, received 0 and 20.",
      ],
      [
        () => image.scaleAndTranslate(x, [2, 3, 3, 3], [1], [0, 0], [1, 2], "linear"),
        ShapeError,
        "image.scaleAndTranslate: scale must have shape [2], one number per spatial dimension, received [1].",
      ],
      [
        () => image.ssim(x, pixels([2, 5, 7, 3])),
        ShapeError,
        "image.ssim: the images must have one shape, received [2, 6, 7, 3] and [2, 5, 7, 3].",
      ],
      [
        () => image.sobelEdges(pixels([2, 2, 3])),
        ShapeError,
        "image.sobelEdges: expected a batch of images of rank 4, received shape [2, 2, 3].",
      ],
    ];
    for (const [build, type, message] of cases) expect(build).to.throw(type, message);
  });
});
