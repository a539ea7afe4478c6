const unicodeLevels = "▁▂▃▄▅▆▇█";
const asciiLevels = "_.:-=+*#";

/** Of the highest value. What varies by less than that does not fill the height, or noise would look like an outage. */
const leastRange = 0.5;

/** `values`, oldest first, as exactly `width` columns, the newest on the right. Where there is no value, there is a blank. */
export function sparkline(values: readonly (number | undefined)[], width: number, unicode: boolean): string {
  const columns = inColumns(values, width);
  const known = columns.filter((value) => value !== undefined);
  const lowest = Math.min(...known);
  const highest = Math.max(...known);
  const range = Math.max(highest - lowest, Math.abs(highest) * leastRange);
  const levels = unicode ? unicodeLevels : asciiLevels;
  const top = levels.length - 1;
  const drawn = columns.map((value) => {
    if (value === undefined) return " ";
    return levels[range === 0 ? 0 : Math.round(((value - lowest) / range) * top)] ?? " ";
  });
  return drawn.join("").padStart(width);
}

/** As many values as there are columns: a column is the mean of those that fall into it, and undefined when none of them is known. */
export function inColumns(values: readonly (number | undefined)[], width: number): (number | undefined)[] {
  if (values.length <= width) return [...values];
  return Array.from({ length: width }, (_, column) => {
    const from = Math.floor((column * values.length) / width);
    const to = Math.floor(((column + 1) * values.length) / width);
    const known = values.slice(from, to).filter((value) => value !== undefined);
    return known.length === 0 ? undefined : known.reduce((sum, value) => sum + value, 0) / known.length;
  });
}
