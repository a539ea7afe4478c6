import { expect, it } from "vitest";
import { invocationDollars } from "../../../src/core/redrive/lambda-cost.ts";

it.each([
  // 1 M requests are $0.20; a GB for a second of each is $16.6667 more on x86, $13.3334 on arm.
  ["x86_64", 1_024, 16.8667],
  ["arm64", 1_024, 13.5334],
  ["arm64", 512, 6.8667],
  [undefined, 1_024, 16.8667],
])("prices a million seconds on %s with %i MB", (architecture, memoryMb, dollars) =>
  expect(invocationDollars(1_000_000, 1_000, { architecture, memoryMb })).toBeCloseTo(dollars, 6),
);
