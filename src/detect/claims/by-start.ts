/** Hits are nearly in the order of what they claim. */
export function byStart(count: number, startOf: (index: number) => number): Uint32Array {
  const order = new Uint32Array(count);
  const starts = new Float64Array(count);
  for (let index = 0; index < count; index++) {
    const start = startOf(index);
    let place = index;
    for (; place > 0 && starts[place - 1]! > start; place--) {
      starts[place] = starts[place - 1]!;
      order[place] = order[place - 1]!;
    }
    starts[place] = start;
    order[place] = index;
  }
  return order;
}
