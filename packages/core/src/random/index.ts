export { normal, type RandomOptions, uniform } from "./sources.js";
