import { describe, expect, it } from "vitest";
import { deliveredShare, sampleGates } from "../../../src/core/filter/sample-gate.ts";

const counts = { total: 200, kept: 20, bypassed: 4 };

describe("the share that is delivered", () => {
  it("counts what was kept and what bypassed, of all", () => {
    expect(deliveredShare(counts)).toBe(0.12);
    expect(deliveredShare({ total: 5, kept: 0, bypassed: 0 })).toBe(0);
  });

  it("is not zero without samples", () => {
    expect(deliveredShare({ total: 0, kept: 0, bypassed: 0 })).toBeUndefined();
  });
});

describe("gates on the share that is delivered", () => {
  it.each([
    [{}, []],
    [{ minShare: 0.12 }, [["min-delivered", true]]],
    [{ minShare: 0.13 }, [["min-delivered", false]]],
    [{ maxShare: 0.12 }, [["max-delivered", true]]],
    [{ maxShare: 0.11 }, [["max-delivered", false]]],
    [
      { minShare: 0.01, maxShare: 0.1 },
      [
        ["min-delivered", true],
        ["max-delivered", false],
      ],
    ],
  ] as const)("%j", (limits, expected) => {
    const gates = sampleGates(counts, limits, false);
    expect(gates.map(({ gate, holds }) => [gate, holds])).toEqual(expected);
    for (const gate of gates) expect(gate.deliveredShare).toBe(0.12);
  });

  it.each([true, false])("without samples hold only where that is allowed: %s", (allowed) => {
    expect(sampleGates({ total: 0, kept: 0, bypassed: 0 }, { minShare: 0, maxShare: 1 }, allowed)).toEqual([
      { gate: "min-delivered", limitShare: 0, holds: allowed },
      { gate: "max-delivered", limitShare: 1, holds: allowed },
    ]);
  });
});
