import { expect, it } from "vitest";
import { LatestRows } from "../../../../src/platform/disk/journal/latest-rows.ts";

it("keeps the rows that were written or read last, each as it was then, and lets go of older ones", () => {
  const rows = new LatestRows<number, string>(2);
  rows.keep(1, "a");
  rows.keep(2, "b");
  rows.keep(1, "a, changed");
  expect([1, 2].map((key) => rows.get(key))).toEqual(["a, changed", "b"]);
  rows.keep(3, "c");
  rows.keep(4, "d");
  expect([1, 2, 3, 4].map((key) => rows.get(key))).toEqual(["a, changed", undefined, "c", "d"]);
  rows.drop(3);
  rows.drop(2);
  expect([2, 3, 4].map((key) => rows.get(key))).toEqual([undefined, undefined, "d"]);
});
