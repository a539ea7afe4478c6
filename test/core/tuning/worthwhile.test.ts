import { expect, it } from "vitest";
import { isWorthwhile } from "../../../src/core/tuning/worthwhile.ts";

it.each([
  ["5 % of a bill", 10, 200, true],
  ["less than 5 %", 9.99, 200, false],
  ["$5 of a small bill", 5, 20, true],
  ["less than $5, whatever that is of the bill", 4.99, 5, false],
  ["nothing", 0, 0, false],
])("%s", (_, saves, today, expected) => {
  expect(isWorthwhile(saves, today)).toBe(expected);
});
