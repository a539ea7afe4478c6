import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mergeMinutes, minuteMs, noMinutes } from "../../../src/core/lag/minutes.ts";

const noonMs = Date.parse("2026-11-23T12:00:00Z");
const at = (minute: number, value: number) => ({ atMs: noonMs + minute * minuteMs, value });
const window = (from: number, minutes: number) => ({ fromMs: noonMs + from * minuteMs, minutes });

describe("minutes that were read", () => {
  it("lie where they belong, and a minute without a point stays undefined", () => {
    expect(mergeMinutes(noMinutes, window(0, 4), [at(0, 5), at(2, 0)]).values).toEqual([5, undefined, 0, undefined]);
  });

  it("move on with the window, and what was read again counts as it is now", () => {
    const before = mergeMinutes(noMinutes, window(0, 4), [at(0, 5), at(2, 1), at(3, 9)]);
    expect(mergeMinutes(before, window(2, 4), [at(3, 10), at(5, 2)]).values).toEqual([1, 10, undefined, 2]);
  });

  it("lose what is outside of the window, whichever side", () => {
    expect(mergeMinutes(noMinutes, window(0, 2), [at(-1, 1), at(1, 2), at(2, 3)]).values).toEqual([undefined, 2]);
    const before = mergeMinutes(noMinutes, window(0, 2), [at(0, 1), at(1, 2)]);
    expect(mergeMinutes(before, window(-1, 2), []).values).toEqual([undefined, 1]);
    expect(mergeMinutes(before, window(90, 2), []).values).toEqual([undefined, undefined]);
  });

  it("are the same in one read as in many that overlap by how late points come", () => {
    const points = fc.array(
      fc.record({ minute: fc.integer({ min: 0, max: 59 }), value: fc.nat(), lateBy: fc.integer({ min: 0, max: 5 }) }),
      {
        maxLength: 80,
      },
    );
    const steps = fc.array(fc.integer({ min: 1, max: 10 }), { maxLength: 12 });
    fc.assert(
      fc.property(points, steps, (given, gaps) => {
        const known = [...new Map(given.map((point) => [point.minute, point])).values()].toSorted((a, b) => a.minute - b.minute);
        const seen = (now: number, from: number) =>
          known
            .filter(({ minute, lateBy }) => minute >= from && minute <= now && minute + lateBy <= now)
            .map((each) => at(each.minute, each.value));
        let now = 20;
        let kept = mergeMinutes(noMinutes, window(now - 19, 20), seen(now, now - 19));
        for (const gap of gaps) {
          now += gap;
          kept = mergeMinutes(kept, window(now - 19, 20), seen(now, now - 14));
        }
        expect(kept).toEqual(mergeMinutes(noMinutes, window(now - 19, 20), seen(now, now - 19)));
      }),
    );
  });
});
