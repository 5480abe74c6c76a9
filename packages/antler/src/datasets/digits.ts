import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { fromHost, type Tensor } from "@antler/core";

/** Images and labels, row by row. */
export interface LabelledImages {
  /** float32 [n, 8, 8, 1], from 0 (paper) to 1 (ink). */
  readonly x: Tensor;
  /** int32 [n], the digit from 0 to 9. */
  readonly y: Tensor;
}

/** A data set with a part that training never sees. */
export interface Dataset {
  readonly train: LabelledImages;
  readonly test: LabelledImages;
}

interface Digit {
  readonly pixels: readonly number[];
  readonly label: number;
}

const side = 8;
const brightest = 16;
/** Every fifth digit of each class is held out: 360 of 1,797. */
const heldOutEvery = 5;

/**
 * 1,797 handwritten digits in 8x8 grey values: 1,437 to train on, 360 held out, in the same order at
 * every call. The held-out part has each digit as often as the whole (to one image).
 *
 * Source: E. Alpaydin and C. Kaynak, Optical Recognition of Handwritten Digits (1998), UCI Machine
 * Learning Repository, CC BY 4.0.
 *
 * @example
 * const { train, test } = await datasets.digits();
 */
export async function digits(): Promise<Dataset> {
  const rows = await readDigits();
  const heldOut = holdOut(rows);
  return {
    train: pack(rows.filter((row) => !heldOut.has(row))),
    test: pack(rows.filter((row) => heldOut.has(row))),
  };
}

async function readDigits(): Promise<readonly Digit[]> {
  const file = new URL("../../data/digits.csv.gz", import.meta.url);
  const text = (await promisify(gunzip)(await readFile(file))).toString("utf8");
  return text
    .trim()
    .split("\n")
    .map((line) => {
      const pixels = line.split(",").map(Number);
      const label = pixels.pop() as number;
      return { pixels, label };
    });
}

/** Sorted by label (the sort is stable), every fifth row makes a stratified part. */
function holdOut(rows: readonly Digit[]): ReadonlySet<Digit> {
  const byLabel = rows.toSorted((a, b) => a.label - b.label);
  return new Set(byLabel.filter((_, index) => index % heldOutEvery === 0));
}

function pack(rows: readonly Digit[]): LabelledImages {
  const size = side * side;
  const pixels = new Float32Array(rows.length * size);
  rows.forEach((row, index) => {
    pixels.set(
      row.pixels.map((value) => value / brightest),
      index * size,
    );
  });
  return {
    x: fromHost({ dtype: "float32", shape: [rows.length, side, side, 1], data: pixels }),
    y: fromHost({
      dtype: "int32",
      shape: [rows.length],
      data: Int32Array.from(rows, (row) => row.label),
    }),
  };
}
