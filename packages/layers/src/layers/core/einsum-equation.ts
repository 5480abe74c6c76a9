import { ArgumentError, type Dim, equalDims, formatShape, type Shape } from "@antler/core";

/** What an equation says about the shapes of a layer's weights and of its result. */
export interface EinsumShapes {
  readonly kernel: Shape;
  readonly bias: Shape | undefined;
  /** `null` where outputShape leaves the size to the input. */
  readonly output: readonly (Dim | null)[];
}

/** The letters of the three parts of `"ab,bc->ac"`, and where `...` stands. */
interface Parts {
  readonly input: string;
  readonly kernel: string;
  readonly output: string;
  readonly elided: "left" | "right" | undefined;
}

const forms: readonly (readonly [RegExp, Parts["elided"]])[] = [
  [/^([a-zA-Z]+),([a-zA-Z]+)->([a-zA-Z]+)$/, undefined],
  [/^\.\.\.([a-zA-Z]+),([a-zA-Z]+)->\.\.\.([a-zA-Z]+)$/, "left"],
  [/^([a-zA-Z]{2,})\.\.\.,([a-zA-Z]+)->([a-zA-Z]+)\.\.\.$/, "right"],
];

/** @throws ArgumentError for another form than `X,Y->Z`, `...X,Y->...Z` or `X...,Y->Z...` */
export function parseEquation(equation: string, where: string): Parts {
  for (const [form, elided] of forms) {
    const [, input, kernel, output] = form.exec(equation.replace(/\s+/g, "")) ?? [];
    if (input && kernel && output) return { input, kernel, output, elided };
  }
  throw new ArgumentError(
    `${where}: equation can't be read. Expected the form "ab,bc->ac", "...b,bc->...c" or "ab...,bc->ac...", received ${JSON.stringify(equation)}.`,
  );
}

/**
 * The shapes of kernel, bias and result.
 * @param outputShape sizes of the result's axes but the batch and those of `...`; `null`: as the input
 * @throws ArgumentError if letters, shapes or bias axes do not fit each other
 */
export function einsumShapes(
  equation: string,
  inputShape: Shape,
  outputShape: readonly (number | null)[],
  biasAxes: string | null,
  where: string,
): EinsumShapes {
  const fail = (problem: string, rule: string, received: string): never => {
    throw new ArgumentError(`${where}: ${problem}. Expected ${rule}, received ${received}.`);
  };
  const parts = parseEquation(equation, where);
  const elided = inputShape.length - parts.input.length;
  if (elided < 0 || (elided > 0 && parts.elided === undefined)) {
    fail(
      "the input does not fit the equation",
      `one axis for each letter of "${parts.input}"`,
      formatShape(inputShape),
    );
  }
  // The letters' sizes in the input, counted from its end if axes in front are elided.
  const skipped = parts.elided === "left" ? elided : 0;
  const inputSizes = new Map([...parts.input].map((c, i) => [c, inputShape[i + skipped] as Dim]));
  const between = parts.elided === "left" ? inputShape.slice(1, elided) : [];
  const behind = parts.elided === "right" ? inputShape.slice(parts.input.length) : [];
  const sizes: readonly (Dim | null)[] = [
    inputShape[0] as Dim,
    ...between,
    ...outputShape,
    ...behind,
  ];
  const outputSizes = new Map([...parts.output].map((c, i) => [c, sizes[i + skipped] ?? null]));
  for (const [letter, size] of inputSizes) {
    const wanted = outputSizes.get(letter) ?? null;
    if (wanted !== null && typeof wanted === typeof size && !equalDims(wanted, size)) {
      fail(`input and outputShape differ along "${letter}"`, `${size}`, `${wanted}`);
    }
  }
  for (const letter of parts.output) {
    if (!parts.input.includes(letter) && !parts.kernel.includes(letter)) {
      fail(`the output's "${letter}" comes from nowhere`, "letters of input or kernel", equation);
    }
  }
  const sizeOf = (letter: string): Dim => inputSizes.get(letter) ?? outputSizes.get(letter) ?? 0;
  for (const letter of parts.kernel) {
    if (inputSizes.has(letter) || outputSizes.get(letter)) continue;
    fail(
      `the kernel's "${letter}" has no size`,
      "a letter of the input, or one of the output whose size outputShape gives",
      `${equation} and outputShape ${JSON.stringify(outputShape)}`,
    );
  }
  const kernel = [...parts.kernel].map(sizeOf);
  if (biasAxes === null) return { kernel, bias: undefined, output: sizes };
  const stray = [...biasAxes].find((letter) => !parts.output.includes(letter));
  if (stray !== undefined) {
    fail("biasAxes name no axis of the output", `letters of "${parts.output}"`, `"${biasAxes}"`);
  }
  const first = Math.min(...[...biasAxes].map((letter) => parts.output.indexOf(letter)));
  const bias = [...parts.output.slice(first)].map((letter) =>
    biasAxes.includes(letter) ? (outputSizes.get(letter) ?? sizeOf(letter)) : 1,
  );
  return { kernel, bias: [...bias, ...behind.map(() => 1)], output: sizes };
}
