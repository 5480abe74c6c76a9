import { apply } from "../graph/apply.js";
import type { Tensor } from "../tensor/tensor.js";
import { builder, defineOp, type Spec } from "./definition.js";
import { items } from "./item.js";

/** How wide to search, and what to keep. */
export interface CtcBeamSearchAttrs {
  readonly beamWidth: number;
  readonly topPaths: number;
  /** The class that means "no label". */
  readonly maskIndex: number;
}

const definition = defineOp({
  name: "ctcBeamSearch",
  inputs: ["logits", "lengths"],
  infer: ([logits], { topPaths }: CtcBeamSearchAttrs): readonly Spec[] => {
    const [batch = 1, time = 1] = logits.shape;
    return [
      { shape: [topPaths, batch, time], dtype: "int32" },
      { shape: [batch, topPaths], dtype: logits.dtype },
    ];
  },
  grad: null,
  cases: [
    {
      inputs: [[2, 5, 4], { shape: [2], dtype: "int32", data: [5, 3] }],
      attrs: { beamWidth: 4, topPaths: 2, maskIndex: 0 },
    },
    {
      inputs: [[1, 4, 3], { shape: [1], dtype: "int32", data: [4] }],
      attrs: { beamWidth: 20, topPaths: 3, maskIndex: 2 },
    },
  ],
});

/**
 * The most probable label sequences of logits [batch, time, classes]: paths [topPaths, batch, time],
 * filled up with −1, and their log-probabilities [batch, topPaths].
 */
export const ctcBeamSearch = builder(
  definition,
  (logits: Tensor, lengths: Tensor, attrs: CtcBeamSearchAttrs): [paths: Tensor, scores: Tensor] =>
    items(apply(definition, [logits, lengths], attrs)) as [Tensor, Tensor],
);
