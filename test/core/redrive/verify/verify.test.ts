import { describe, expect, it } from "vitest";
import { known } from "../../../../src/core/mapping/fact.ts";
import { type VerifyPorts, verifyRun } from "../../../../src/core/redrive/verify/verify.ts";
import { fakeRun } from "../../../support/redrive/fake-run.ts";
import { planNowMs } from "../../../support/redrive/plans.ts";
import { soundRun } from "../../../support/redrive/sound-run.ts";

const notAsked = { why: "not asked" };
const nothing: VerifyPorts = { source: notAsked, target: notAsked, function: notAsked, failures: notAsked };

const everything: VerifyPorts = {
  source: { present: async (ids) => ids.map((id) => id === "second") },
  target: {
    async *delivered() {
      for (let offset = 0n; offset < 99n; offset += 1n) yield { lane: { topic: "shipments", partition: 0 }, offset, place: "copies-0" };
    },
  },
  function: { metrics: async () => known({ invocations: 2, errors: 0 }), nowMs: planNowMs + 600_000 },
  failures: {
    async *documents() {
      yield [];
    },
  },
};

describe("verifyRun", () => {
  it("holds when all of it holds", async () => {
    const { holds, checks } = await verifyRun(fakeRun(soundRun), everything, false);
    expect(checks.map(({ id, result }) => [id, result])).toEqual([
      ["balance", "holds"],
      ["sends", "holds"],
      ["closings", "holds"],
      ["source", "holds"],
      ["target", "holds"],
      ["function", "holds"],
      ["failed-again", "holds"],
    ]);
    expect(holds).toBe(true);
  });

  it("does not take what was not checked for broken", async () =>
    expect((await verifyRun(fakeRun(soundRun), nothing, false)).holds).toBe(true));

  it("is broken by one thing that does not hold", async () => {
    const lossy: VerifyPorts = {
      ...everything,
      target: {
        async *delivered() {
          yield { lane: { topic: "shipments", partition: 0 }, offset: 0n, place: "copies-0" };
        },
      },
    };
    const { holds, checks } = await verifyRun(fakeRun(soundRun), lossy, false);
    expect(holds).toBe(false);
    expect(checks.filter(({ result }) => result === "broken").map(({ id }) => id)).toEqual(["target"]);
  });
});
