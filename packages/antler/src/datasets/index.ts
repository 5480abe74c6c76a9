export { type Dataset, digits, type LabelledImages } from "./digits.js";
