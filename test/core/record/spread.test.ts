import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { spread } from "../../../src/core/record/spread.ts";

const room = (...spaces: readonly bigint[]) => new Map(spaces.map((space, place) => [place, space]));

describe("spreading", () => {
  it.each([
    ["equal parts", 6n, room(10n, 10n, 10n), room(2n, 2n, 2n)],
    ["what does not fit goes to the others", 9n, room(1n, 10n, 10n), room(1n, 4n, 4n)],
    ["a rest goes to one of them", 4n, room(9n, 9n, 9n), room(2n, 1n, 1n)],
    ["all there is", 100n, room(3n, 0n, 4n), new Map([[0, 3n], [2, 4n]])], // biome-ignore format: a table
    ["nothing wanted", 0n, room(3n), new Map()],
    ["no places", 5n, room(), new Map()],
  ])("gives %s", (_, wanted, places, shares) => {
    expect(spread(wanted, places)).toEqual(shares);
  });

  it("gives what is wanted where there is room for it, and never more than a place has", () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 1_000n), fc.array(fc.bigInt(0n, 300n), { maxLength: 8 }), (wanted, spaces) => {
        const shares = spread(wanted, room(...spaces));
        const all = spaces.reduce((sum, space) => sum + space, 0n);
        const given = [...shares.values()].reduce((sum, share) => sum + share, 0n);
        expect(Number(given)).toBe(Math.min(Number(all), Number(wanted)));
        for (const [place, share] of shares) expect(share <= (spaces[place] ?? 0n)).toBe(true);
      }),
    );
  });
});
