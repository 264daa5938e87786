/** Lines and columns of what stands in a version in the kernel's memory. */
import type { Position, Span } from '../../model.ts';
import type { KernelExports } from '../../source/kernel.ts';

/** Asked for in whatever order; what stands near the one before is the least work. */
export function placesIn({ lineFeeds, unitsBefore }: KernelExports, address: number): (span: Span) => Position {
  const [starts, ends] = [counter(), counter()];
  return ({ start, end }) => {
    const { line, column } = starts(start);
    const { line: endLine, column: endColumn } = ends(end);
    return { line, column, endLine, endColumn };
  };

  function counter(): (offset: number) => { line: number; column: number } {
    let [from, line, units] = [0, 1, 0];
    return (offset) => {
      const isAhead = offset >= from;
      const feeds = isAhead ? lineFeeds(address + from, address + offset) : lineFeeds(address + offset, address + from);
      line += isAhead ? feeds : -feeds;
      // on the same line what is between is enough
      units = isAhead && feeds === 0 ? units + unitsBefore(address + offset, address + from) : unitsBefore(address + offset, address);
      from = offset;
      return { line, column: units + 1 };
    };
  }
}
