import { backend } from "@antler/backend-reference";
import { setDefaultBackend } from "@antler/core";
import { optimizers } from "@antler/layers";
import { expect } from "chai";
import { camelCase, eachGolden, expectClose } from "./golden.js";

interface ScheduleCase {
  readonly id: string;
  readonly keras_name: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly get_config: Readonly<Record<string, unknown>>;
  readonly steps: readonly number[];
  readonly expected: { readonly values: readonly number[] };
  readonly tol: number;
}

const { schedules } = optimizers;
type Schedule = optimizers.schedules.LearningRateSchedule;
const classes = schedules as unknown as Readonly<Record<string, new (options: object) => Schedule>>;

describe("learning-rate schedules", () => {
  before(async () => setDefaultBackend(await backend.open({})));

  describe("as in Keras", () => {
    eachGolden<ScheduleCase>(
      "schedules",
      () => true,
      async ({ keras_name, config, get_config, steps, expected, tol }) => {
        const Class = classes[keras_name] as new (options: object) => Schedule;
        const schedule = new Class(camelCase(config));
        const values = await Promise.all(steps.map((step) => schedule(step).item()));
        expectClose(values, expected.values, tol, "values");
        expect(schedule.toJSON().config).to.deep.equal(get_config);
        expect(new Class(schedule.getConfig()).toJSON()).to.deep.equal(schedule.toJSON());
      },
    );
  });

  it("restarts where the periods end, however long they have grown", async () => {
    const schedule = schedules.cosineDecayRestarts({
      initialLearningRate: 1,
      firstDecaySteps: 3,
      tMul: 1.5,
      mMul: 0.5,
    });
    let [start, length, rate] = [0, 3, 1];
    for (let period = 0; period < 12; period++) {
      expectClose(
        [await schedule(Math.ceil(start - 1e-9) + 0).item()].map((r) => Math.min(r, rate)),
        [rate],
        0.35 * rate,
        `period ${period}`,
      );
      start += length;
      length *= 1.5;
      rate *= 0.5;
    }
  });

  it("climbs from 0 and stays at its end", async () => {
    const schedule = schedules.cosineDecay({
      initialLearningRate: 0,
      decaySteps: 10,
      warmupTarget: 1,
      warmupSteps: 4,
    });
    const values = await Promise.all([0, 2, 4, 9, 14, 99].map((step) => schedule(step).item()));
    expectClose(values, [0, 0.5, 1, 0.5, 0, 0], 1e-6, "values");
  });

  describe("refuse", () => {
    const wrong: readonly (readonly [string, () => unknown, string])[] = [
      [
        "no options",
        () => schedules.exponentialDecay(undefined as never),
        "ExponentialDecay: there are no options. Expected { initialLearningRate, decaySteps, decayRate }, received undefined.",
      ],
      [
        "a missing option",
        () => schedules.polynomialDecay({ decaySteps: 1 } as never),
        "PolynomialDecay: initialLearningRate is missing. Expected initialLearningRate, decaySteps, received decaySteps.",
      ],
      [
        "an unknown option",
        () => schedules.cosineDecay({ initialLearningRate: 1, decaySteps: 1, warmup: 1 } as never),
        'CosineDecay: there is no option "warmup".',
      ],
      [
        "no steps",
        () => schedules.inverseTimeDecay({ initialLearningRate: 1, decaySteps: 0, decayRate: 1 }),
        "InverseTimeDecay: decaySteps is out of range. Expected a number > 0, received 0.",
      ],
      [
        "values that do not fit",
        () => schedules.piecewiseConstantDecay({ boundaries: [1], values: [1] }),
        "PiecewiseConstantDecay: values and boundaries do not fit. Expected one value more than the 1 boundaries, received 1 values.",
      ],
      [
        "boundaries that fall",
        () => schedules.piecewiseConstantDecay({ boundaries: [2, 1], values: [1, 2, 3] }),
        "boundaries[1] is out of range. Expected a number > 2, received 1.",
      ],
    ];
    for (const [what, build, message] of wrong) it(what, () => expect(build).to.throw(message));
  });
});
