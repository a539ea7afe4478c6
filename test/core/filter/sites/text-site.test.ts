import { expect, it } from "vitest";
import { textSite } from "../../../../src/core/filter/sites/text-site.ts";

const site = textSite({ text: '{"value":\n  {}}', source: "--pattern", path: "[0]", group: "--pattern" });

it("a pattern of an argument has its places within itself", () => {
  expect([site.positionOf(0), site.positionOf(9), site.positionOf(12)]).toEqual([
    { line: 1, column: 1 },
    { line: 1, column: 10 },
    { line: 2, column: 3 },
  ]);
});

it("a pattern of an argument is edited as it is", () => {
  expect(site.edit(1, 3, "x")).toEqual({ start: 1, end: 3, text: "x" });
});
