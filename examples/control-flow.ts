// Two ways to write a training loop below the layers, for one line through noisy points.
//
//   npm run build && node .build/examples/control-flow.js
import { compile, grad, random, setRandomSeed, type Tensor, tensor, Variable } from "antler";

setRandomSeed(1);
const points = random.uniform([64, 1], { minval: -1, maxval: 1 });
const noise = random.normal([64, 1], { stddev: 0.05 });
const x = tensor(await points.array());
const y = tensor(await points.multiply(3).add(0.5).add(noise).array());

function squaredError(slope: Variable, offset: Variable, inputs: Tensor, targets: Tensor): Tensor {
  return slope.multiply(inputs).add(offset).subtract(targets).square().mean();
}

await compiledLoop();
await eagerLoop();

/** The step is traced once; afterwards only the compiled graph runs. */
async function compiledLoop(): Promise<void> {
  const slope = new Variable(0);
  const offset = new Variable(0);
  const step = compile((inputs: Tensor, targets: Tensor) => {
    const loss = squaredError(slope, offset, inputs, targets);
    const [slopeGradient, offsetGradient] = grad(loss, [slope, offset]);
    slope.assign(slope.subtract(slopeGradient.multiply(0.5)));
    offset.assign(offset.subtract(offsetGradient.multiply(0.5)));
    return loss;
  });
  let loss = Number.NaN;
  for (let i = 0; i < 50; i++) loss = await (await step(x, y)).item();
  await report("compiled, 50 steps", slope, offset, loss);
  await step.close();
}

/** JavaScript decides: when to stop, and when to take smaller steps. */
async function eagerLoop(): Promise<void> {
  const slope = new Variable(0);
  const offset = new Variable(0);
  let rate = 2; // far too bold
  let best = Number.POSITIVE_INFINITY;
  let steps = 0;
  while (rate > 1e-3 && steps < 200) {
    const loss = squaredError(slope, offset, x, y);
    const [slopeGradient, offsetGradient] = grad(loss, [slope, offset]);
    const value = await loss.item();
    if (value > best) rate /= 2;
    best = Math.min(best, value);
    slope.assign(slope.subtract(slopeGradient.multiply(rate)));
    offset.assign(offset.subtract(offsetGradient.multiply(rate)));
    steps++;
  }
  await report(`eager, ${steps} steps`, slope, offset, best);
}

async function report(title: string, slope: Variable, offset: Variable, loss: number) {
  const [a, b] = [await slope.item(), await offset.item()];
  console.log(
    `${title.padEnd(20)} y = ${a.toFixed(3)} x + ${b.toFixed(3)}   loss ${loss.toExponential(2)}`,
  );
}
