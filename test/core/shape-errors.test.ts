import { ArgumentError, DTypeError, ops, ShapeError, symbol, Tensor, tensor } from "@antler/core";
import { expect } from "chai";

const matrix = tensor([
  [1, 2, 3],
  [4, 5, 6],
]);
const unknown = new Tensor({ op: "input", shape: [symbol("batch"), 3], dtype: "int32" });
const places = new Tensor({ op: "input", shape: [4], dtype: "int32" });
const any = (value: unknown): never => value as never;

/** What is wrong, what builds it, and the message. */
const cases: readonly (readonly [
  what: string,
  build: () => unknown,
  error: typeof ShapeError,
  message: string,
])[] = [
  [
    "what is no shape",
    () => ops.zeros(any("x")),
    ShapeError,
    'zeros: expected a shape, a list of dimensions, received "x".',
  ],
  [
    "what is no dimension",
    () => ops.reshape(matrix, any([[6]])),
    ShapeError,
    "reshape: [6] is no dimension. Expected a non-negative integer or a name, received shape [6].",
  ],
  [
    "what is no axis",
    () => ops.squeeze(matrix, any("0")),
    ShapeError,
    'squeeze: expected an axis or a list of axes, received "0".',
  ],
  [
    "what is no list of tensors",
    () => ops.stack(any(matrix)),
    ArgumentError,
    "stack: expected a list of tensors, received Tensor(constant [2, 3] float32).",
  ],
  [
    "what is no integer",
    () => ops.roll(matrix, 0.5),
    ArgumentError,
    "roll: expected an integer or a list of integers as shift, received 0.5.",
  ],
  [
    "what is no text",
    () => ops.einsum(any(matrix), matrix),
    ArgumentError,
    "einsum: expected a text as subscripts, received Tensor(constant [2, 3] float32).",
  ],
  [
    "what is no name of a dtype",
    () => ops.ones([2], any(32)),
    DTypeError,
    "ones: expected the name of a dtype, received 32.",
  ],
  [
    "an index out of range",
    () => matrix.at(2),
    ArgumentError,
    "getItem: index 2 does not exist along axis 0. Expected an integer from -2 to 1.",
  ],
  [
    "integers out of range",
    () => matrix.at("...", [0, 3]),
    ArgumentError,
    "getItem: index 3 is out of range. Expected -3 to 2.",
  ],
  [
    "too many indices",
    () => matrix.at(0, 1, 2),
    ArgumentError,
    "getItem: too many indices. Expected up to 2 for shape [2, 3], received 3.",
  ],
  [
    "dots twice",
    () => matrix.at("...", "..."),
    ArgumentError,
    'getItem: an index holds "..." at most once, received it 2 times.',
  ],
  [
    "a text that is no slice",
    () => matrix.at("1;2"),
    ArgumentError,
    'getItem: "1;2" is no index. Expected "start:stop", "start:stop:step" or "...".',
  ],
  [
    "a step of 0",
    () => matrix.at("::0"),
    ArgumentError,
    "getItem: expected a slice of integers with a step other than 0, received ::0.",
  ],
  [
    "floats as indices",
    () => ops.take(matrix, matrix),
    DTypeError,
    "take: expected integer indices, received float32. Cast them to int32.",
  ],
  [
    "fractions as indices",
    () => ops.take(matrix, [0.5]),
    ArgumentError,
    "take: expected integers as indices, received 0.5.",
  ],
  [
    "index vectors out of range",
    () => ops.scatterUpdate(matrix, [[0, 3]], [1]),
    ArgumentError,
    "scatterUpdate: index 3 is out of range for axis 1. Expected -3 to 2.",
  ],
  [
    "index vectors that are too long",
    () => ops.gatherNd(matrix, [[0, 0, 0]]),
    ShapeError,
    "gatherNd: expected index vectors of up to 2 numbers along the last axis of the indices, received indices [1, 3] for shape [2, 3].",
  ],
  [
    "updates that do not fit",
    () => ops.scatterUpdate(matrix, [[0]], [1]),
    ShapeError,
    "scatterUpdate: expected updates of shape [1, 3] for indices [1, 1], received [1].",
  ],
  [
    "an unknown reduction",
    () => ops.scatterUpdate(matrix, [[0]], [[1, 2, 3]], { reduction: any("ad") }),
    ArgumentError,
    'scatterUpdate: unknown reduction "ad". Expected null or one of add, max, min, mul. Did you mean "add"?',
  ],
  [
    "segments whose number is not known",
    () => ops.segmentSum([1, 2, 3, 4], places),
    ArgumentError,
    "segmentSum: the number of segments depends on data that is not known yet. Expected numSegments.",
  ],
  [
    "ids that do not fit",
    () => ops.segmentMax(matrix, places, { numSegments: 2 }),
    ShapeError,
    "segmentMax: expected data [n, ...] and ids [n], received [2, 3] and [4].",
  ],
  [
    "unique values of data that is not known",
    () => ops.unique(places),
    ArgumentError,
    "unique: how many different values there are depends on data that is not known yet. Expected size",
  ],
  [
    "non-zero elements of data that is not known",
    () => ops.nonzero(places),
    ArgumentError,
    "nonzero: how many elements are not 0 depends on data that is not known yet. Expected size",
  ],
  [
    "counts of data that is not known",
    () => ops.bincount(places),
    ArgumentError,
    "bincount: how long the result is depends on data that is not known yet.",
  ],
  [
    "a mask that is not known",
    () => matrix.at(ops.less(unknown, 1)),
    ArgumentError,
    "getItem: how many elements a mask takes depends on data that is not known yet.",
  ],
  [
    "counts of negative numbers",
    () => ops.bincount([1, -2]),
    ArgumentError,
    "bincount: expected natural numbers, received -2.",
  ],
  [
    "a box that does not fit",
    () => ops.slice(matrix, [0, 2], [2, 2]),
    ShapeError,
    "slice: a box of 2 from index 2 does not fit into axis 1 of [2, 3].",
  ],
  [
    "a box with too few starts",
    () => ops.sliceUpdate(matrix, [0], [[1]]),
    ShapeError,
    "sliceUpdate: expected one start index for each of the 2 axes of [2, 3], received 1.",
  ],
  [
    "parts that are not equal",
    () => ops.split(matrix, 2, 1),
    ShapeError,
    "split: axis 1 of [2, 3] does not divide into 2 equal parts. Expected a divisor of its size",
  ],
  [
    "an axis of another size to squeeze",
    () => ops.squeeze(matrix, 0),
    ArgumentError,
    "squeeze: axis 0 of [2, 3] has size 2. Expected 1.",
  ],
  [
    "a stack of an unknown number",
    () => ops.unstack(unknown),
    ShapeError,
    "unstack: expected axis 0 of [batch, 3] to have a known size, received batch. Pass { num }.",
  ],
  [
    "as many repeats as nothing",
    () => ops.repeat(matrix, [1, 2], 1),
    ShapeError,
    "repeat: expected one number, or one for each of the 3 elements along axis 1 of [2, 3], received 2.",
  ],
  [
    "negative repeats",
    () => ops.tile(matrix, -1),
    ArgumentError,
    "tile: expected non-negative integers as repeats, received [-1].",
  ],
  [
    "an unknown way to pad",
    () => ops.pad(matrix, 1, { mode: any("reflct") }),
    ArgumentError,
    'pad: unknown mode "reflct". Expected one of constant, empty, edge',
  ],
  [
    "a constant that means nothing",
    () => ops.pad(matrix, 1, { mode: "edge", constantValues: 1 }),
    ArgumentError,
    'pad: constantValues has no meaning with mode "edge". Expected mode "constant".',
  ],
  [
    "padding that does not fit",
    () =>
      ops.pad(matrix, [
        [1, 1],
        [1, 1],
        [1, 1],
      ]),
    ArgumentError,
    "pad: expected 2 pairs of non-negative integers, received [[1,1],[1,1],[1,1]].",
  ],
  [
    "a triangle of a vector",
    () => ops.tril([1, 2]),
    ShapeError,
    "tril: expected a tensor of rank 2 or more, received [2].",
  ],
  [
    "a step of nothing",
    () => ops.arange(0, 5, 0),
    ArgumentError,
    "arange: expected finite numbers and a step other than 0, received 0, 5, 0.",
  ],
  [
    "letters that do not fit",
    () => ops.einsum("ijk->i", matrix),
    ArgumentError,
    'einsum: "ijk" in "ijk->i" names 3 axes, received an operand of shape [2, 3].',
  ],
  [
    "a letter from nowhere",
    () => ops.einsum("ij->ik", matrix),
    ArgumentError,
    'einsum: the result of "ij->ik" names axis "k" which no operand has.',
  ],
  [
    "sizes of one letter that differ",
    () => ops.einsum("ij,jk->ik", matrix, matrix),
    ShapeError,
    'einsum: axis "j" has sizes 3 and 2 in [2, 3], [2, 3]. Expected one size, or 1.',
  ],
  [
    "what is no notation",
    () => ops.einsum("i-j", matrix),
    ArgumentError,
    'einsum: "i-j" can\'t be read. Expected letters',
  ],
  [
    "factors that do not fit",
    () => ops.tensordot(matrix, matrix, 1),
    ShapeError,
    "tensordot: shapes [2, 3] and [2, 3] do not fit. Expected axis 1 of the first (3) to equal axis 0 of the second (2).",
  ],
  [
    "vectors of other sizes",
    () => ops.cross([1, 2, 3, 4], [1, 2, 3]),
    ShapeError,
    "cross: expected vectors of 2 or 3 elements along axis -1, received shape [4].",
  ],
  [
    "names that do not match",
    () => ops.rearrange(matrix, "a b -> b c"),
    ArgumentError,
    'rearrange: in "a b -> b c" axis "a" stands on one side alone. Expected every name once on each side.',
  ],
  [
    "groups that do not divide",
    () => ops.rearrange(matrix, "a (b c) -> a b c", { b: 2 }),
    ShapeError,
    'rearrange: axis 1 of size 3 does not fit "(b c)" of [2].',
  ],
  [
    "bytes that do not fit",
    () => ops.view(new Uint8Array(3), "int32"),
    ShapeError,
    "view: the bytes of uint8 [3] do not make up int32. Expected a last axis whose size times 1 divides by 4.",
  ],
  [
    "a window whose length is not known",
    () => ops.hanning(places.at(0)),
    ArgumentError,
    "hanning: the length decides the shape, so it must be known when the graph is built.",
  ],
  [
    "sparse tensors",
    () => ops.convertToTensor([1], { sparse: true }),
    ArgumentError,
    "convertToTensor: there are no sparse tensors. Leave sparse out.",
  ],
  [
    "a matrix to search in",
    () => ops.searchsorted(matrix, 1),
    ShapeError,
    "searchsorted: expected a vector as sortedSequence, received shape [2, 3].",
  ],
  [
    "a histogram of no intervals",
    () => ops.histogram([1], { bins: 0 }),
    ArgumentError,
    "histogram: expected a positive integer as bins, received 0.",
  ],
];

describe("functions of shapes and indices refuse", () => {
  for (const [what, build, error, message] of cases) {
    it(what, () => {
      expect(build).to.throw(error, message);
    });
  }
});
