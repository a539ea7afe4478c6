import fc from "fast-check";
import { expect, it } from "vitest";
import { offsetPrefix } from "../../../src/core/redrive/offset-prefix.ts";

it("goes on over runs that were waiting, and stops at the first hole", () => {
  const prefix = offsetPrefix(10n);
  prefix.done({ first: 12n, last: 14n });
  prefix.done({ first: 11n, last: 11n });
  expect(prefix.next()).toBe(10n);
  prefix.done({ first: 10n, last: 10n });
  expect(prefix.next()).toBe(15n);
});

it("does not mind what it was given already", () => {
  const prefix = offsetPrefix(0n);
  for (const _ of [1, 2]) prefix.done({ first: 0n, last: 3n });
  for (const _ of [1, 2]) prefix.done({ first: 5n, last: 5n });
  expect(prefix.next()).toBe(4n);
});

it("is the number of offsets before the first that is missing, in whatever order they come", () => {
  const orders = fc.integer({ min: 1, max: 40 }).chain((count) =>
    fc.shuffledSubarray(
      Array.from({ length: count }, (_, offset) => BigInt(offset)),
      { minLength: 0, maxLength: count },
    ),
  );
  fc.assert(
    fc.property(orders, (offsets) => {
      const prefix = offsetPrefix(0n);
      const seen = new Set<bigint>();
      for (const offset of offsets) {
        prefix.done({ first: offset, last: offset });
        seen.add(offset);
        let expected = 0n;
        while (seen.has(expected)) expected += 1n;
        expect(prefix.next()).toBe(expected);
      }
    }),
  );
});
