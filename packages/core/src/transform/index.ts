export { checkpoint, customGradient } from "./custom-gradient.js";
export { hessian, jacobian, jvp, type TensorFunction, valueAndGrad, vjp } from "./derivatives.js";
export { vectorize, vectorizedMap } from "./vectorize.js";
export { type InAxes, vmap } from "./vmap.js";
