import { backend as onnx } from "@antler/backend-onnx";
import { backend as reference } from "@antler/backend-reference";
import { backend as tfjs } from "@antler/backend-tfjs";
import {
  ArgumentError,
  type Backend,
  compile,
  DTypeError,
  drawNormal,
  evaluate,
  grad,
  ops,
  SeedGenerator,
  ShapeError,
  type Tensor,
  tensor,
} from "@antler/core";
import { expect } from "chai";

const backend = await reference.open({});
const backends = [backend, await onnx.open({}), await tfjs.open({ device: "wasm" })];

function wave(shape: readonly number[], seed = 1): Tensor {
  const size = shape.reduce((product, dim) => product * dim, 1);
  return tensor(drawNormal(new SeedGenerator(seed), size), { shape });
}

async function valuesOf(x: Tensor, on: Backend = backend): Promise<number[]> {
  const [value] = await evaluate([x], { backend: on });
  return Array.from(value?.data ?? []);
}

/** Σⱼ xⱼ e^(−2πi jk/n) as it is written, in float64. */
function plainTransform(re: readonly number[], im: readonly number[]): [number[], number[]] {
  const n = re.length;
  const sums = Array.from({ length: n }, (_, k) => {
    let [a, b] = [0, 0];
    for (let j = 0; j < n; j++) {
      const angle = (-2 * Math.PI * ((j * k) % n)) / n;
      const [x, y] = [re[j] as number, im[j] as number];
      a += x * Math.cos(angle) - y * Math.sin(angle);
      b += x * Math.sin(angle) + y * Math.cos(angle);
    }
    return [a, b] as const;
  });
  return [sums.map(([a]) => a), sums.map(([, b]) => b)];
}

/** Largest difference as a share of the largest value. */
function distance(received: readonly number[], expected: readonly number[]): number {
  expect(received.length).to.equal(expected.length);
  const scale = Math.max(...expected.map(Math.abs));
  return Math.max(...received.map((x, i) => Math.abs(x - (expected[i] as number)))) / scale;
}

describe("Fourier transforms", () => {
  // One product; a prime; two, three and four factors; a prime too large for a product (by convolution).
  for (const n of [1, 2, 48, 97, 100, 360, 2048, 521, 1042, 1327]) {
    it(`of length ${n} is the sum that defines it, on every backend`, async () => {
      const [re, im] = [wave([n], 2), wave([n], 3)];
      const [real, imaginary] = plainTransform(await valuesOf(re), await valuesOf(im));
      for (const on of backends) {
        const [a, b] = ops.fft([re, im]);
        expect(distance(await valuesOf(a, on), real), on.name).to.be.below(3e-6);
        expect(distance(await valuesOf(b, on), imaginary), on.name).to.be.below(3e-6);
      }
    });
  }

  it("have inverses", async () => {
    for (const n of [9, 64, 300, 521]) {
      const x = [wave([2, 4, n]), wave([2, 4, n], 2)] as const;
      const pairs = [ops.ifft(ops.fft(x)), ops.ifft2(ops.fft2(x))];
      for (const [re, im] of pairs) {
        expect(distance(await valuesOf(re), await valuesOf(x[0]))).to.be.below(3e-6);
        expect(distance(await valuesOf(im), await valuesOf(x[1]))).to.be.below(3e-6);
      }
      const back = ops.irfft(ops.rfft(x[0]), { fftLength: n });
      expect(distance(await valuesOf(back), await valuesOf(x[0]))).to.be.below(3e-6);
    }
  });

  it("pass gradients: that of the energy is 2 n x (Parseval)", async () => {
    for (const n of [12, 300, 521]) {
      const x = wave([n]);
      const [re, im] = ops.fft([x, ops.zerosLike(x)]);
      const energy = ops.sum(ops.add(ops.multiply(re, re), ops.multiply(im, im)));
      const slope = await valuesOf(grad(energy, x));
      expect(distance(slope, await valuesOf(ops.multiply(x, 2 * n)))).to.be.below(1e-5);
    }
  });

  it("give a wave back from its short-time transform, the batch symbolic, on every backend", async () => {
    const x = wave([3, 64]);
    for (const on of backends) {
      const run = compile(
        (input: Tensor) => {
          const spectrum = ops.stft(input, 16, 4, 16);
          return [ops.istft(spectrum, 16, 4, 16), ...spectrum];
        },
        { backend: on, inputs: [{ shape: ["batch", 64] }] },
      );
      const [back, re] = (await run(x)) as [Tensor, Tensor];
      expect(re.shape).to.deep.equal([3, 17, 9]);
      expect(distance(await valuesOf(back), await valuesOf(x))).to.be.below(1e-5);
      await run.close();
    }
  });

  it("read and write complex numbers as pairs", async () => {
    const x = wave([3, 2]);
    expect(await valuesOf(ops.viewAsReal(ops.viewAsComplex(x)))).to.deep.equal(await valuesOf(x));
    expect(ops.viewAsComplex(x).map(({ shape }) => shape)).to.deep.equal([[3], [3]]);
  });

  it("refuse what can't be transformed", () => {
    const x = wave([4]);
    const cases: readonly (readonly [() => unknown, new (message: string) => Error, string])[] = [
      [
        () => ops.fft([x] as never),
        ArgumentError,
        "fft: expected complex numbers as a pair [real, imaginary] of tensors, received a list of 1.",
      ],
      [
        () => ops.fft([x, wave([5])]),
        ShapeError,
        "fft: real and imaginary part must have one shape, received [4] and [5].",
      ],
      [
        () => ops.ifft2([ops.iota(4), ops.iota(4)]),
        DTypeError,
        "ifft2: real and imaginary part must be floats, received int32 and int32. Cast them.",
      ],
      [() => ops.fft2([x, x]), ShapeError, "fft2: expected rank 2 or more, received shape [4]."],
      [
        () => ops.rfft(x, { fftLength: 0 }),
        ArgumentError,
        "rfft: fftLength must be a positive integer, received 0.",
      ],
      [
        () => ops.stft(x, 8, 2, 4),
        ArgumentError,
        "stft: fftLength must be at least the sequence length 8, received 4.",
      ],
      [
        () => ops.stft(x, 4, 2, 4, { window: "hanning" as "hann" }),
        ArgumentError,
        'stft: unknown window "hanning". Expected "hann", "hamming", values or null. Did you mean "hamming"?',
      ],
      [
        () => ops.stft(x, 4, 2, 4, { window: [1, 2] }),
        ShapeError,
        "stft: the window must have shape [4], the sequence length, received [2].",
      ],
      [
        () => ops.istft([x, x], 4, 2, 4),
        ShapeError,
        "istft: expected a spectrum [..., sequences, bins], received shape [4].",
      ],
      [
        () => ops.extractSequences(x, 5, 1),
        ShapeError,
        "extractSequences: a sequence of 5 does not fit into the last axis of [4].",
      ],
      [
        () => ops.extractSequences(x, 2, 0),
        ArgumentError,
        "extractSequences: sequenceStride must be a positive integer, received 0.",
      ],
      [
        () => ops.viewAsComplex(x),
        ShapeError,
        "viewAsComplex: the last axis must hold real and imaginary part, size 2, received shape [4].",
      ],
      [
        () => ops.cdist(x, x),
        ShapeError,
        "cdist: expected [..., m, d] and [..., n, d], received [4] and [4].",
      ],
    ];
    for (const [build, type, message] of cases) expect(build).to.throw(type, message);
  });
});

describe("cdist", () => {
  it("has gradient 0 where two rows are equal", async () => {
    const x = tensor([[1, 2]]);
    const y = tensor([
      [1, 2],
      [4, 6],
    ]);
    const distances = ops.cdist(x, y);
    expect(await valuesOf(distances)).to.deep.equal([0, 5]);
    const slope = await valuesOf(grad(ops.sum(distances), x));
    expect(distance(slope, [-0.6, -0.8])).to.be.below(1e-6);
  });
});
