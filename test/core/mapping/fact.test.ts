import { describe, expect, it } from "vitest";
import { MskctlError } from "../../../src/core/errors.ts";
import { askFor, valueOfFact, valueOrMissing } from "../../../src/core/mapping/fact.ts";

const failing = (error: Error) => () => Promise.reject(error);

describe("asking for a fact", () => {
  it("gives what was learned", async () => {
    expect(await askFor(async () => 6)).toEqual({ kind: "known", value: 6 });
  });

  it.each([
    [
      new MskctlError("not-permitted", "denied", { details: { action: "kafka:DescribeTopic" } }),
      { kind: "not-permitted", action: "kafka:DescribeTopic" },
    ],
    [new MskctlError("not-permitted", "denied"), { kind: "not-permitted", action: "unknown action" }],
    [new MskctlError("not-found", "no such topic"), { kind: "missing" }],
    [new MskctlError("unavailable", "MSK is down"), { kind: "unavailable", reason: "MSK is down" }],
    [new MskctlError("throttled", "slow down"), { kind: "unavailable", reason: "slow down" }],
    [new MskctlError("refused", "not on Serverless"), { kind: "unavailable", reason: "not on Serverless" }],
  ])("keeps %s in its place", async (error, fact) => {
    expect(await askFor(failing(error))).toEqual(fact);
  });

  it.each([
    new MskctlError("interrupted", "Ctrl-C"),
    new MskctlError("timed-out", "deadline"),
    new MskctlError("credentials", "expired"),
    new TypeError("a bug"),
  ])("lets %s end the verb", async (error) => {
    await expect(askFor(failing(error))).rejects.toBe(error);
  });

  it("tells missing from unknown", () => {
    expect(valueOrMissing({ kind: "missing" })).toBe("missing");
    expect(valueOrMissing({ kind: "not-permitted", action: "a:b" })).toBeUndefined();
    expect(valueOrMissing({ kind: "known", value: 1 })).toBe(1);
    expect(valueOfFact({ kind: "missing" })).toBeUndefined();
  });
});
