import type { CaseSpec } from "../cases/index.js";
import { Child } from "./child.js";
import { mean, median } from "./statistics.js";

/** How long a comparison may take. */
export interface Effort {
  /** How often every case has its turn. */
  readonly rounds: number;
  /** About how long one turn lasts, in milliseconds. */
  readonly turn: number;
}

/** What one case gave. */
export interface Measurement {
  readonly spec: CaseSpec;
  /**
   * Milliseconds of a step in each round: the turn's length by its steps, so that the garbage
   * collections which steps cause count. Empty if the case can't run.
   */
  readonly rounds: readonly number[];
  /** Median milliseconds of single steps in each round: a step that no collection interrupts. */
  readonly typical: readonly number[];
  readonly firstLoss?: number;
  readonly lastLoss?: number;
  /** Why there are no rounds: the engine's own message. */
  readonly failure?: string;
}

/** Above this a single step is measurement enough. */
const slowStep = 2000;

interface Runner {
  readonly spec: CaseSpec;
  readonly child: Child;
  readonly steps: number;
  readonly firstLoss: number;
  readonly rounds: number[];
  readonly typical: number[];
  lastLoss: number;
}

/**
 * Measures training steps of several cases side by side: each in its own process, taking turns,
 * in the opposite order every second round. What else the machine does then falls on all alike.
 */
export async function measurePaired(
  specs: readonly CaseSpec[],
  effort: Effort,
): Promise<readonly Measurement[]> {
  const done = new Map<CaseSpec, Measurement>();
  const runners: Runner[] = [];
  try {
    for (const spec of specs) {
      const started = await start(spec, effort);
      if ("child" in started) runners.push(started);
      else done.set(spec, started);
    }
    for (let round = 0; round < effort.rounds; round++) {
      for (const runner of round % 2 === 0 ? runners : runners.toReversed()) {
        const { times, loss } = await runner.child.call("runSteps", { steps: runner.steps });
        runner.rounds.push(mean(times));
        runner.typical.push(median(times));
        runner.lastLoss = loss;
      }
    }
  } finally {
    for (const { child } of runners) child.close();
  }
  for (const { spec, rounds, typical, firstLoss, lastLoss } of runners) {
    done.set(spec, { spec, rounds, typical, firstLoss, lastLoss });
  }
  return specs.flatMap((spec) => done.get(spec) ?? []);
}

/** How many times slower `a` is than `b`: the median of the ratios of the rounds. */
export function ratio(a: Measurement | undefined, b: Measurement | undefined): number | undefined {
  if (a === undefined || b === undefined) return undefined;
  const pairs = Math.min(a.rounds.length, b.rounds.length);
  if (pairs === 0) return undefined;
  return median(
    Array.from({ length: pairs }, (_, i) => (a.rounds[i] as number) / (b.rounds[i] as number)),
  );
}

async function start(spec: CaseSpec, { turn }: Effort): Promise<Runner | Measurement> {
  const child = new Child();
  try {
    const { loss: firstLoss } = await child.call("openCase", spec);
    const single = await child.call("runSteps", { steps: 1 });
    const [time = 0] = single.times;
    if (time > slowStep) {
      child.close();
      return { spec, rounds: [time], typical: [time], firstLoss, lastLoss: single.loss };
    }
    const warm = await child.call("runSteps", { steps: Math.ceil(turn / (2 * time)) });
    const steps = Math.max(2, Math.round(turn / median(warm.times)));
    return { spec, child, steps, firstLoss, rounds: [], typical: [], lastLoss: warm.loss };
  } catch (error) {
    child.close();
    return { spec, rounds: [], typical: [], failure: (error as Error).message };
  }
}
