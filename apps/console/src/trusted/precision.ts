/** 97.5 % quantile of the standard normal distribution. */
const Z = 1.959963984540054;

/**
 * Half of the 95 % Wilson interval of a share measured on `size` rows, in points: what the server will say of a set once
 * it is drawn.
 *
 * @param accuracy the share that would be measured, in [0, 1]
 * @see Wilson, Probable inference, the law of succession, and statistical inference (1927)
 */
export const halfWidthPoints = (size: number, accuracy: number): number =>
  (100 * Z * Math.sqrt((accuracy * (1 - accuracy)) / size + (Z * Z) / (4 * size * size))) / (1 + (Z * Z) / size);
