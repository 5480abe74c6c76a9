// Linear algebra: a namespace as in Keras, whose functions also stand beside the others.
export { cholesky } from "./cholesky.js";
export * from "./compositions.js";
export { eig } from "./eig.js";
export { eigh } from "./eigh.js";
export { expm } from "./expm.js";
export { luFactor } from "./luFactor.js";
export { type NormOptions, type NormOrder, norm } from "./norm.js";
export { qr } from "./qr.js";
export { slogdet } from "./slogdet.js";
export { solve } from "./solve.js";
export { solveTriangular } from "./solveTriangular.js";
export { type SvdOptions, svd } from "./svd.js";
