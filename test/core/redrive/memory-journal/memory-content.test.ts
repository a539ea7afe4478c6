import { expect, it } from "vitest";
import { insert, overlapping } from "../../../../src/core/redrive/memory-journal/memory-content.ts";

const runs = [
  { first: 10n, last: 19n },
  { first: 20n, last: 20n },
  { first: 30n, last: 39n },
];

it.each([
  ["before all", 0n, 9n, []],
  ["in a gap", 21n, 29n, []],
  ["behind all", 40n, 99n, []],
  ["on the edges of two", 19n, 20n, [10n, 20n]],
  ["over everything", 0n, 99n, [10n, 20n, 30n]],
  ["within one", 33n, 34n, [30n]],
] as const)("runs that overlap one %s", (_, first, last, expected) => {
  expect(overlapping(runs, { first, last }).map((run) => run.first)).toEqual(expected);
});

it("puts an item behind its equals", () => {
  const items = [
    { order: 1, name: "a" },
    { order: 3, name: "b" },
  ];
  for (const name of ["c", "d"]) insert(items, { order: 1, name }, (a, b) => a.order - b.order);
  expect(items.map(({ name }) => name)).toEqual(["a", "c", "d", "b"]);
});
