import { allocate, type HostTensor } from "@antler/core";

interface BeamSearch {
  readonly beamWidth: number;
  readonly topPaths: number;
  readonly maskIndex: number;
}

/** A label sequence with the log-probabilities of having ended in its last label, or in a blank. */
interface Beam {
  readonly path: readonly number[];
  label: number;
  blank: number;
}

const never = Number.NEGATIVE_INFINITY;

/** Prefix beam search: logits [batch, time, classes] → paths [top, batch, time], scores [batch, top]. */
export function ctcBeamSearch(
  logits: HostTensor,
  lengths: HostTensor,
  search: BeamSearch,
): readonly [HostTensor, HostTensor] {
  const [batch = 1, time = 1, classes = 1] = logits.shape;
  const { topPaths } = search;
  const paths = allocate("int32", topPaths * batch * time).fill(-1);
  const scores = allocate(logits.dtype, batch * topPaths).fill(never);
  for (let b = 0; b < batch; b++) {
    const frames = Array.from({ length: time }, (_, t) => {
      const begin = (b * time + t) * classes;
      return logSoftmax(logits.data.subarray(begin, begin + classes));
    });
    // The first frame counts even if the sequence is empty, as in Keras.
    const length = Math.max(lengths.data[b] as number, 1);
    decode(frames.slice(0, length), search).forEach((beam, rank) => {
      paths.set(beam.path, (rank * batch + b) * time);
      scores[b * topPaths + rank] = total(beam);
    });
  }
  return [
    { dtype: "int32", shape: [topPaths, batch, time], data: paths },
    { dtype: logits.dtype, shape: [batch, topPaths], data: scores },
  ];
}

function decode(
  frames: readonly Float64Array[],
  { beamWidth, topPaths, maskIndex }: BeamSearch,
): readonly Beam[] {
  const start: Beam = { path: [], label: never, blank: 0 };
  let beams: readonly Beam[] = [start];
  for (const frame of frames) {
    const found = new Map<string, Beam>();
    const at = (path: readonly number[]): Beam => {
      const key = path.join();
      const known = found.get(key) ?? { path, label: never, blank: never };
      found.set(key, known);
      return known;
    };
    for (const beam of beams) {
      frame.forEach((logP, label) => {
        if (label === maskIndex) {
          const same = at(beam.path);
          same.blank = logAddExp(same.blank, total(beam) + logP);
          return;
        }
        const next = at([...beam.path, label]);
        if (label !== beam.path.at(-1)) {
          next.label = logAddExp(next.label, total(beam) + logP);
          return;
        }
        // The same label again: a new one behind a blank, otherwise still the old one.
        next.label = logAddExp(next.label, beam.blank + logP);
        const same = at(beam.path);
        same.label = logAddExp(same.label, beam.label + logP);
      });
    }
    beams = best([...found.values()], beamWidth);
  }
  return best(beams, topPaths);
}

/** The most probable beams, best first; among equals the one with the smaller classes. */
function best(beams: readonly Beam[], count: number): readonly Beam[] {
  return beams
    .filter((beam) => total(beam) > never)
    .sort((a, b) => total(b) - total(a) || inOrder(a.path, b.path))
    .slice(0, count);
}

/** Longer paths and smaller classes first. */
function inOrder(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const difference = (a[i] ?? Number.POSITIVE_INFINITY) - (b[i] ?? Number.POSITIVE_INFINITY);
    if (difference !== 0) return difference;
  }
  return 0;
}

function total({ label, blank }: Beam): number {
  return logAddExp(label, blank);
}

function logAddExp(a: number, b: number): number {
  const largest = Math.max(a, b);
  return largest === never ? never : largest + Math.log1p(Math.exp(Math.min(a, b) - largest));
}

function logSoftmax(x: ArrayLike<number>): Float64Array {
  const values = Float64Array.from(x);
  const largest = values.reduce((a, b) => Math.max(a, b), never);
  const sum = values.reduce((all, value) => all + Math.exp(value - largest), 0);
  return values.map((value) => value - largest - Math.log(sum));
}
