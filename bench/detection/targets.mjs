/** A figure to reach: at least `wanted`, or at most where `most` is set. */
export function target(name, measured, wanted, { most = false, digits = 3 } = {}) {
  const held = most ? measured <= wanted : measured >= wanted;
  return { name, wanted: `${most ? 'at most' : 'at least'} ${wanted}`, measured: told(measured, digits), held };
}

const told = (number, digits) => (Number.isFinite(number) ? number.toFixed(digits) : 'never');
