import { describe, expect, it } from "vitest";
import { said } from "../lint-samples.ts";

const ors = (count: number) => `{"value":{${Array.from({ length: count }, (_, i) => `"f${i}":{"$or":[{"a":[1]},{"b":[2]}]}`).join(",")}}}`;
const fields = (count: number) => `{"value":{${Array.from({ length: count }, (_, i) => `"f${i}":[1]`).join(",")}}}`;

describe("MSK112: more than AWS takes", () => {
  it.each([
    [10, "1,024", "warning"],
    [14, "16,384", "warning"],
    // Nobody could work them out.
    [20, "1,048,576", "error"],
  ])("two to the power of %i combinations, %s, are a %s: the limit is UNCONFIRMED", (count, shown, severity) => {
    expect(said("MSK112", ors(count))).toMatchObject([
      {
        severity,
        message: expect.stringContaining(`come to ${shown} combinations. More than 1,000 are said to be refused (UNCONFIRMED`),
      },
    ]);
  });

  it("512 combinations are none", () => {
    expect(said("MSK112", ors(9))).toEqual([]);
  });

  it("257 fields are refused, 256 are not", () => {
    expect(said("MSK112", fields(257))).toMatchObject([{ severity: "error", evidence: { aws: "Size of rule exceeds max value of 256" } }]);
    expect(said("MSK112", fields(256))).toEqual([]);
  });
});
