import { expect, it } from "vitest";
import { createKindCounts, createSpan } from "../../../src/core/redrive/kind-counts.ts";

it("kinds are counted, the most frequent first", () => {
  const kinds = createKindCounts();
  for (const what of ["b", "a", "b", "__proto__"]) kinds.add(what);
  expect(kinds.counts()).toEqual([
    { what: "b", documents: 2 },
    { what: "a", documents: 1 },
    { what: "__proto__", documents: 1 },
  ]);
});

it("however many kinds somebody makes up, few are kept and none is uncounted", () => {
  const kinds = createKindCounts();
  for (let index = 0; index < 10_000; index += 1) kinds.add(`kind ${index}`);
  expect(kinds.counts().length).toBeLessThan(100);
  expect(kinds.counts().reduce((sum, { documents }) => sum + documents, 0)).toBe(10_000);
  expect(kinds.counts()[0]).toMatchObject({ what: "others" });
});

it("a span is of what is known", () => {
  const span = createSpan();
  span.add(undefined);
  expect(span.span()).toBeUndefined();
  for (const atMs of [5, 3, 9]) span.add(atMs);
  expect(span.span()).toEqual({ fromMs: 3, untilMs: 9 });
});
