import type { LagReading } from "./reading.ts";
import type { LagPicture } from "./report.ts";

/** Reads several Regions side by side into one picture. Each has its name, which stands before its notes. */
export function joinReadings(readings: readonly { readonly region: string; readonly reading: LagReading }[]): LagReading {
  return {
    async read(lookAt) {
      const pictures = await Promise.all(
        readings.map(async ({ region, reading }): Promise<LagPicture> => {
          const picture = await reading.read(lookAt);
          return { ...picture, notes: picture.notes.map((note) => `${region}: ${note}`) };
        }),
      );
      return pictures.reduce(joined);
    },
  };
}

function joined(one: LagPicture, other: LagPicture): LagPicture {
  return {
    atMs: Math.min(one.atMs, other.atMs),
    reports: [...one.reports, ...other.reports],
    calls: one.calls + other.calls,
    costUsd: one.costUsd + other.costUsd,
    notes: [...one.notes, ...other.notes],
  };
}
