import { expect, it } from "vitest";
import { formatDollarChange, formatDollars } from "../../src/core/money.ts";

it.each([
  [135.05, "$135.05"],
  [1332, "$1,332.00"],
  [0, "$0.00"],
  [0.185, "$0.19"],
])("writes %d as %s", (amount, text) => expect(formatDollars(amount)).toBe(text));

it.each([
  [135.05, "+$135.05"],
  [-270.1, "-$270.10"],
  [0, "$0.00"],
])("writes a change of %d as %s", (amount, text) => expect(formatDollarChange(amount)).toBe(text));
