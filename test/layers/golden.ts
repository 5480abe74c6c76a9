import { existsSync, readFileSync } from "node:fs";
import { type DType, fromHost, type HostTensor, hostTensor, type Tensor } from "@antler/core";
import { expect } from "chai";

/** A tensor as the golden files hold it. */
export interface GoldenTensor {
  readonly shape: readonly number[];
  readonly dtype: DType;
  readonly data: readonly (number | string | boolean)[];
}

/** One case of a `layers_*` file. */
export interface GoldenCase {
  readonly id: string;
  readonly keras_name: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly inputs: readonly GoldenTensor[];
  readonly multi_input: boolean;
  readonly call_kwargs: { readonly training?: boolean; readonly mask?: { $t: GoldenTensor } };
  readonly weights: readonly (GoldenTensor & { readonly name: string })[];
  readonly expected: {
    readonly outputs: readonly GoldenTensor[];
    readonly output_mask?: GoldenTensor;
    readonly losses?: readonly number[];
    readonly symbolic_shapes?: readonly (readonly (number | null)[])[];
    readonly weights_after?: readonly (GoldenTensor & { readonly name: string })[];
  };
  readonly expected_grads?: {
    readonly R: readonly GoldenTensor[];
    readonly inputs: readonly (GoldenTensor | null)[];
    readonly weights: readonly { readonly name: string; readonly grad: GoldenTensor | null }[];
  };
  readonly tol: number;
}

/** Values of real Keras lie beside the checkout, where they are at all. */
const folder = "../shared/golden";

/** The cases of one area, or `undefined` where the files are absent. */
export function goldenCases<T = GoldenCase>(area: string): readonly T[] | undefined {
  const path = `${folder}/${area}.json`;
  if (!existsSync(path)) return undefined;
  return (JSON.parse(readFileSync(path, "utf8")) as { cases: readonly T[] }).cases;
}

export function golden({ shape, dtype, data }: GoldenTensor): HostTensor {
  return hostTensor(data.map(Number), { shape, dtype });
}

export function goldenTensor(value: GoldenTensor): Tensor {
  return fromHost(golden(value));
}

/** Compares by |a − e| ≤ tol · (1 + |e|). */
export async function expectClose(
  received: Tensor,
  expected: GoldenTensor,
  tolerance: number,
  what: string,
): Promise<void> {
  expect(received.shape, `${what}: shape`).to.deep.equal(expected.shape);
  const values = await received.data();
  golden(expected).data.forEach((e, i) => {
    const a = values[i] as number;
    if (!(Math.abs(a - e) <= tolerance * (1 + Math.abs(e)))) {
      expect.fail(`${what}: element ${i} is ${a}, Keras gives ${e}`);
    }
  });
}
