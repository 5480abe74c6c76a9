/** What keeps divisors and logarithms from 0, as in Keras. */
export const epsilon = 1e-7;
