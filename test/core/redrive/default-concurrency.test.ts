import { expect, it } from "vitest";
import { defaultConcurrency } from "../../../src/core/redrive/default-concurrency.ts";

it.each([
  ["ten at most", { reserved: undefined, unreserved: 1_000, lanes: 64 }, 10],
  ["a tenth of what is not reserved", { reserved: undefined, unreserved: 55, lanes: 64 }, 5],
  ["a tenth of what is reserved, however much others have", { reserved: 30, unreserved: 1_000, lanes: 64 }, 3],
  ["one a partition", { reserved: undefined, unreserved: 1_000, lanes: 3 }, 3],
  ["one of a small reservation", { reserved: 5, unreserved: 1_000, lanes: 64 }, 1],
  ["one of a new account", { reserved: undefined, unreserved: 10, lanes: 64 }, 1],
  ["one where nothing may run: its throttles tell", { reserved: 0, unreserved: 1_000, lanes: 64 }, 1],
  ["two where nobody knows", { reserved: undefined, unreserved: undefined, lanes: 64 }, 2],
  ["one before anything is planned", { reserved: undefined, unreserved: 1_000, lanes: 0 }, 1],
])("%s", (_, pool, expected) => {
  expect(defaultConcurrency(pool)).toBe(expected);
});
