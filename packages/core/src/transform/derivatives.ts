import { isFloat } from "../dtype.js";
import { ArgumentError, GradientError, ShapeError } from "../errors.js";
import { type Differentiable, grad, vectorJacobian } from "../grad.js";
import * as ops from "../ops/index.js";
import { equalShapes, formatShape, isStatic, sizeOf } from "../shape.js";
import { rebuildStructure, type TensorsIn, tensorsOf } from "../tensor/structure.js";
import type { Tensor } from "../tensor/tensor.js";
import { vmap } from "./vmap.js";

/** A function of tensors with one tensor as its result. */
export type TensorFunction<A extends readonly Tensor[]> = (...args: A) => Tensor;

/**
 * `f` together with its gradients: `(...args) => [value, gradients of each argument]`. `f` gives a
 * float scalar. For gradients with respect to variables see `grad`.
 */
export function valueAndGrad<A extends readonly Tensor[]>(
  f: TensorFunction<A>,
): (...args: A) => [value: Tensor, gradients: { -readonly [K in keyof A]: Tensor }] {
  return (...args) => {
    const value = f(...args);
    const gradients = grad(value, args as readonly Differentiable[], { unused: "zero" });
    return [value, gradients as unknown as { -readonly [K in keyof A]: Tensor }];
  };
}

/**
 * The value of `f` and its vector-Jacobian product: `[outputs, pullback]`, where `pullback` takes one
 * cotangent per output (same structure) and gives one gradient per argument.
 */
export function vjp<A extends readonly Tensor[], R>(
  f: (...args: A) => R,
  ...primals: A
): [
  outputs: TensorsIn<R>,
  pullback: (cotangents: TensorsIn<R>) => { -readonly [K in keyof A]: Tensor },
] {
  const result = f(...primals);
  const outputs = tensorsOf(result);
  const pullback = (cotangents: TensorsIn<R>) => {
    const given = tensorsOf(cotangents);
    outputs.forEach((output, i) => {
      checkLike("vjp", `cotangent ${i}`, given[i], output);
    });
    const partials = vectorJacobian(outputs, given, primals);
    return primals.map((primal, i) => partials[i] ?? ops.zerosLike(primal));
  };
  return [rebuildStructure(result, outputs), pullback as never];
}

/**
 * The value of `f` and the directional derivative along `tangents` (one per argument): forward-mode
 * differentiation, here as the derivative of the pullback, which is linear in its cotangent.
 */
export function jvp<A extends readonly Tensor[]>(
  f: TensorFunction<A>,
  primals: A,
  tangents: { readonly [K in keyof A]: Tensor },
): [output: Tensor, tangent: Tensor] {
  const output = f(...primals);
  primals.forEach((primal, i) => {
    checkLike("jvp", `tangent ${i}`, tangents[i], primal);
  });
  const cotangent = ops.zerosLike(output);
  const partials = vectorJacobian([output], [cotangent], primals);
  const parts = partials.flatMap((partial, i) =>
    partial === null ? [] : [ops.sum(ops.multiply(partial, tangents[i] as Tensor))],
  );
  const [first, ...rest] = parts;
  if (first === undefined) return [output, ops.zerosLike(output)];
  const total = rest.reduce((a, b) => ops.add(a, b), first);
  return [output, grad(total, cotangent, { unused: "zero" })];
}

/**
 * The Jacobian of `f` at its argument: `(x) => [...output shape, ...x shape]`, one pullback for each
 * element of the output, all at once.
 * @throws GradientError if the output is no float tensor of known shape
 */
export function jacobian(f: (x: Tensor) => Tensor): (x: Tensor) => Tensor {
  return (x) => {
    const output = f(x);
    if (!isFloat(output.dtype) || !isStatic(output.shape)) {
      throw new GradientError(
        `jacobian: expected a float result of known shape, received ${output}.`,
      );
    }
    const size = sizeOf(output.shape);
    const basis = ops.reshape(ops.eye(size, { dtype: output.dtype }), [size, ...output.shape]);
    const row = (cotangent: Tensor): Tensor =>
      vectorJacobian([output], [cotangent], [x])[0] ?? ops.zerosLike(x);
    return ops.reshape(vmap(row)(basis), [...output.shape, ...x.shape]);
  };
}

/** The matrix of second derivatives of a scalar function: `(x) => [...x shape, ...x shape]`. */
export function hessian(f: (x: Tensor) => Tensor): (x: Tensor) => Tensor {
  return jacobian((x) => grad(f(x), x, { unused: "zero" }));
}

function checkLike(where: string, what: string, given: Tensor | undefined, like: Tensor): void {
  if (given === undefined) {
    throw new ArgumentError(`${where}: ${what} is missing. Expected one like ${like}.`);
  }
  if (!equalShapes(given.shape, like.shape)) {
    throw new ShapeError(
      `${where}: ${what} has another shape. Expected ${formatShape(like.shape)}, received ${formatShape(given.shape)}.`,
    );
  }
}
