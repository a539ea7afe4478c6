import { describe, expect, it } from "vitest";
import { errorCodes, MskctlError } from "../../src/core/errors.ts";
import { exitCodeOf } from "../../src/shell/exit-codes.ts";

describe("the exit code of an error", () => {
  const contract = {
    usage: 64,
    "malformed-file": 64,
    "not-found": 69,
    ambiguous: 69,
    refused: 70,
    conflict: 70,
    "stale-plan": 70,
    storage: 74,
    throttled: 75,
    unavailable: 75,
    "timed-out": 75,
    credentials: 77,
    "not-permitted": 77,
    interrupted: 130,
    terminated: 143,
  } as const;

  it.each(errorCodes)("of %s is the documented one", (code) => {
    expect(exitCodeOf(new MskctlError(code, "m"))).toBe(contract[code]);
  });

  it("of anything else is a bug", () => {
    expect(exitCodeOf(new Error("m"))).toBe(1);
    expect(exitCodeOf("thrown text")).toBe(1);
  });
});
