/**
 * The smallest distance within which rows of a total weight of at least `k` lie, from rows offered one by one: a heap
 * with the farthest row on top.
 */
export class NearestRadius {
  private distances = new Float64Array(64);
  private weights = new Float64Array(64);
  private size = 0;
  private total = 0;
  /** Infinity as long as the weight is below `k`: only rows nearer than this can change it. */
  radius = Infinity;

  constructor(private readonly k: number) {}

  reset(): void {
    this.size = 0;
    this.total = 0;
    this.radius = Infinity;
  }

  /** @param distance below `radius` */
  offer(distance: number, weight: number): void {
    this.push(distance, weight);
    this.total += weight;
    while (this.size > 1 && this.total - this.weights[0]! >= this.k) {
      this.total -= this.weights[0]!;
      this.pop();
    }
    if (this.total >= this.k) this.radius = this.distances[0]!;
  }

  private push(distance: number, weight: number): void {
    if (this.size === this.distances.length) {
      this.distances = widened(this.distances);
      this.weights = widened(this.weights);
    }
    const { distances, weights } = this;
    let at = this.size++;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (distances[parent]! >= distance) break;
      distances[at] = distances[parent]!;
      weights[at] = weights[parent]!;
      at = parent;
    }
    distances[at] = distance;
    weights[at] = weight;
  }

  private pop(): void {
    const { distances, weights } = this;
    const size = --this.size;
    const distance = distances[size]!;
    const weight = weights[size]!;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= size) break;
      if (child + 1 < size && distances[child + 1]! > distances[child]!) child++;
      if (distances[child]! <= distance) break;
      distances[at] = distances[child]!;
      weights[at] = weights[child]!;
      at = child;
    }
    distances[at] = distance;
    weights[at] = weight;
  }
}

function widened(array: Float64Array): Float64Array<ArrayBuffer> {
  const wider = new Float64Array(array.length * 2);
  wider.set(array);
  return wider;
}
