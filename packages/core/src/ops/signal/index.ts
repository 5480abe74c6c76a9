export { type Complex, type ComplexLike, viewAsComplex, viewAsReal } from "./complex.js";
export { fft, fft2, ifft, ifft2, irfft, rfft } from "./fft.js";
export { extractSequences } from "./sequences.js";
export { istft, type StftOptions, stft, type Window } from "./stft.js";
