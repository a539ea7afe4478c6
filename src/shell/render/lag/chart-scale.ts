/** What a chart's values count: records, records a second, or milliseconds. */
export type ChartUnit = "records" | "per-second" | "ms";

export interface ChartScale {
  /** The value at the upper end; half of it is a round number, too. */
  readonly top: number;
  /** `180k`, `160 s`. */
  label(value: number): string;
}

/** Steps of a decade: few enough that the scale seldom changes between two refreshes, and each can be halved. */
const steps = [1, 1.2, 1.6, 2, 3, 4, 5, 6, 8, 10];

const thousands = [
  { size: 1e9, suffix: "G" },
  { size: 1e6, suffix: "M" },
  { size: 1e3, suffix: "k" },
];

// The same bounds between units as in formatDuration.
const durations = [
  { fromMs: 172_800_000, sizeMs: 86_400_000, suffix: " d" },
  { fromMs: 7_200_000, sizeMs: 3_600_000, suffix: " h" },
  { fromMs: 120_000, sizeMs: 60_000, suffix: " min" },
  { fromMs: 0, sizeMs: 1_000, suffix: " s" },
];

/** A scale from 0 to a round value at or above `highest`. */
export function chartScale(highest: number, unit: ChartUnit): ChartScale {
  if (unit === "ms") return durationScale(highest);
  return { top: roundUp(highest), label: countLabel };
}

function durationScale(highestMs: number): ChartScale {
  const { sizeMs, suffix } = durations.find(({ fromMs }) => highestMs >= fromMs) ?? { sizeMs: 1_000, suffix: " s" };
  return {
    top: roundUp(highestMs / sizeMs) * sizeMs,
    label: (ms) => (ms === 0 ? "0" : `${short(ms / sizeMs)}${suffix}`),
  };
}

function countLabel(count: number): string {
  const { size, suffix } = thousands.find((each) => count >= each.size) ?? { size: 1, suffix: "" };
  return `${short(count / size)}${suffix}`;
}

function roundUp(value: number): number {
  if (value <= 2) return 2;
  const decade = 10 ** Math.floor(Math.log10(value));
  return decade * (steps.find((step) => step * decade >= value) ?? 10);
}

function short(value: number): string {
  return `${Number(value.toFixed(2))}`;
}
