/** Milliseconds until the first loss is known, part by part. */
export interface FirstStep {
  readonly importing: number;
  readonly openingBackend: number;
  readonly buildingModel: number;
  /** Tracing, differentiating, writing the graph, making the session, running it once. */
  readonly firstStep: number;
  readonly secondStep: number;
}

/** The first step of the CNN on onnx. Means something in a fresh process only. */
export async function measureFirstStep({
  threads,
}: {
  readonly threads: number;
}): Promise<FirstStep> {
  const lap = stopwatch();
  const { fromHost, useBackend } = await import("antler");
  const { compiledModel } = await import("../cases/antler.js");
  const { makeData } = await import("../cases/data.js");
  const importing = lap();
  await useBackend("onnx", { device: "cpu", threads });
  const openingBackend = lap();
  const model = compiledModel("cnn");
  const buildingModel = lap();
  const data = makeData("cnn");
  const x = fromHost({ dtype: "float32", shape: data.xShape, data: data.x });
  const y = fromHost({ dtype: "float32", shape: data.yShape, data: data.y });
  lap();
  await model.trainOnBatch(x, y);
  const firstStep = lap();
  await model.trainOnBatch(x, y);
  return { importing, openingBackend, buildingModel, firstStep, secondStep: lap() };
}

/** Milliseconds since the last call. */
function stopwatch(): () => number {
  let last = performance.now();
  return () => {
    const now = performance.now();
    const passed = now - last;
    last = now;
    return passed;
  };
}
