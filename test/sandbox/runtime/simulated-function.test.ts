import { describe, expect, it } from "vitest";
import { createManualClock } from "../../../src/sandbox/clock.ts";
import type { FunctionCall, FunctionResult } from "../../../src/sandbox/runtime/ports.ts";
import { simulatedFunction } from "../../../src/sandbox/runtime/simulated-function.ts";
import { testFunction } from "../../support/sandbox-world.ts";
import { callOf } from "./feed-fixture.ts";

const behaviour = { kind: "simulated", baseMs: 50, perRecordMs: 2, poisonShare: 0, errorShare: 0.25 } as const;

function run(call: Partial<FunctionCall>): { readonly result: FunctionResult | undefined; readonly atMs: number } {
  const clock = createManualClock(0);
  let result: FunctionResult | undefined;
  let atMs = Number.NaN;
  const event = (): string => {
    throw new Error("a simulated function gets no event");
  };
  simulatedFunction(testFunction("orders"), behaviour, clock).invoke(callOf({ event, ...call }), (given) => {
    result = given;
    atMs = clock.now();
  });
  expect(result).toBeUndefined();
  clock.advanceTo(60_000);
  return { result, atMs };
}

describe("a simulated function", () => {
  it("takes a + b·n on the sandbox's clock", () => {
    expect(run({})).toEqual({ result: { kind: "ok", payload: "null", durationMs: 250 }, atMs: 250 });
  });

  it("fails when its share of errors says so", () => {
    expect(run({ chance: 0.2 }).result).toMatchObject({ kind: "function-error", durationMs: 250 });
  });

  it("fails on poison whatever chance says", () => {
    expect(run({ poison: () => [{ partition: 1, offset: 5 }] }).result?.kind).toBe("function-error");
  });

  it("names the poison to a mapping that asks for it, and fails as a whole by chance alone", () => {
    const call: Partial<FunctionCall> = {
      poison: () => [{ partition: 1, offset: 5 }],
      partialResponse: (failed) => JSON.stringify(failed),
    };
    expect(run(call).result).toMatchObject({ kind: "ok", payload: '[{"partition":1,"offset":5}]' });
    expect(run({ ...call, poison: () => [] }).result).toMatchObject({ kind: "ok", payload: "null" });
    expect(run({ ...call, chance: 0.1 }).result?.kind).toBe("function-error");
  });

  it("is cut off at its timeout with Lambda's words", () => {
    const { result, atMs } = run({ records: 5_000 });
    expect(atMs).toBe(3_000);
    expect(JSON.parse(result?.payload ?? "")).toEqual({
      errorType: "Sandbox.Timedout",
      errorMessage: "RequestId: r-1 Error: Task timed out after 3.00 seconds",
    });
  });
});
