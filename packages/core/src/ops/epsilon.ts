/** Keras's small number: probabilities are held that far from 0 and 1, denominators from 0. */
export const epsilon = 1e-7;
