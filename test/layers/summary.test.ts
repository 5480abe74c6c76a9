import { layers, model, sequential } from "@antler/layers";
import { expect } from "chai";
import { eachGolden } from "../training/golden.js";

interface SummaryCase {
  readonly id: string;
  readonly keras_name: string;
  readonly expected: { readonly text: string };
}

function twoBranches() {
  const x = layers.input({ shape: [4], name: "in" });
  const [a, b] = ["a", "b"].map((name) => layers.dense({ units: 3, name })(x));
  const outputs = layers.add({ name: "s" })([a, b] as never);
  return model({ inputs: x, outputs, name: "functional_1" });
}

describe("summary", () => {
  // The values were printed for a line of 91 characters, of which 80 were seen.
  eachGolden<SummaryCase>(
    "utils",
    ({ keras_name }) => keras_name === "summary",
    async ({ expected }) => {
      const text = twoBranches().summary({ print: false, lineLength: 91 });
      const seen = text.split("\n").map((line) => line.slice(0, 80));
      expect(seen.join("\n")).to.equal(expected.text.trimEnd());
    },
  );

  // What the table library that Keras uses prints for the same cells.
  it("wraps, tells what is trained, and looks into models inside", () => {
    const inner = sequential(
      [layers.input({ shape: [4] }), layers.dense({ units: 2, name: "d" })],
      {
        name: "inner",
      },
    );
    inner.trainable = false;
    const outer = sequential(
      [
        layers.input({ shape: [4] }),
        inner,
        layers.batchNormalization({ name: "a_name_that_is_much_too_long" }),
      ],
      { name: "outer" },
    );
    const text = outer.summary({
      print: false,
      lineLength: 60,
      showTrainable: true,
      expandNested: true,
    });
    expect(text.split("\n").slice(1, -3)).to.deep.equal([
      "┏━━━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━━━━┳━━━━━━━━━┳━━━━━┓",
      "┃ Layer (type)          ┃ Output Shape     ┃ Param # ┃ Tr… ┃",
      "┡━━━━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━━━━╇━━━━━━━━━╇━━━━━┩",
      "│ inner (Sequential)    │ (None, 2)        │      10 │  N  │",
      "├───────────────────────┼──────────────────┼─────────┼─────┤",
      "│    └ d (Dense)        │ (None, 2)        │      10 │  N  │",
      "├───────────────────────┼──────────────────┼─────────┼─────┤",
      "│ a_name_that_is_much_… │ (None, 2)        │       8 │  Y  │",
      "│ (BatchNormalization)  │                  │         │     │",
      "└───────────────────────┴──────────────────┴─────────┴─────┘",
    ]);
  });

  it("shows part of the layers, and counts the optimizer", async () => {
    const m = twoBranches();
    m.compile({ optimizer: "adam", loss: "mse" });
    const some = m.summary({ print: false, layerRange: ["a", "b"] });
    expect(some).to.contain("a (Dense)").and.not.to.contain("s (Add)");
    expect(some).not.to.contain("Optimizer params");
    expect(() => m.summary({ print: false, layerRange: ["x", "b"] })).to.throw(
      "summary: layerRange matches no layers. Expected names such as in, a, b, received x to b.",
    );
    expect(() => m.summary({ print: false, lineLength: 10 })).to.throw(
      "summary: the line is too short",
    );
  });
});
