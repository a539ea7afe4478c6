import { describe, expect, it } from "vitest";
import {
  isAccountedFor,
  nextCommand,
  outcomePhrases,
  ownerPhrase,
  shortRunId,
  shownState,
  statePhrase,
} from "../../../../src/shell/render/redrive/run-phrases.ts";
import { planNowMs } from "../../../support/redrive/plans.ts";
import { finishedCounts, runId, sampleCounts, sampleRun } from "../../../support/redrive/runs.ts";
import { plainLook } from "../look.ts";

const owner = { host: "bastion", pid: 4_242, user: "ops", sinceMs: planNowMs - 180_000 };

describe("shortRunId", () => {
  it("is long enough to mean one run", () => {
    expect(shortRunId(runId)).toBe("01JDK7Q2");
    expect(shortRunId(runId, [runId, "01JDK7Q2W399999"])).toBe("01JDK7Q2W3X");
    expect(shortRunId(runId, ["01JDK000"])).toBe("01JDK7Q2");
  });
});

describe("a run's state", () => {
  it("is interrupted when it says that it runs and nobody has it", () => {
    expect(shownState(sampleRun({ state: "running" }))).toBe("interrupted");
    expect(shownState(sampleRun({ state: "running", owner }))).toBe("running");
    expect(statePhrase("interrupted", plainLook().glyphs)).toBe("✖ interrupted");
  });

  it.each([
    ["planned", finishedCounts, "mskctl redrive resume 01JDK7Q2"],
    ["stopped", sampleCounts(), "mskctl redrive resume 01JDK7Q2"],
    ["running", sampleCounts(), "mskctl redrive resume 01JDK7Q2"],
    ["finished", finishedCounts, "mskctl redrive show 01JDK7Q2"],
    ["finished", sampleCounts({ parked: 0 }), "mskctl redrive verify 01JDK7Q2"],
    ["purged", finishedCounts, undefined],
  ] as const)("%s leads on", (state, counts, command) => expect(nextCommand(sampleRun({ state }), counts, "01JDK7Q2")).toBe(command));

  it("says who has it", () => {
    expect(nextCommand(sampleRun({ state: "running", owner }), sampleCounts(), "01JDK7Q2")).toBe("mskctl redrive status 01JDK7Q2");
    expect(ownerPhrase(owner, planNowMs)).toBe("ops@bastion (process 4242) for 3 min");
  });
});

describe("counts", () => {
  it("say what there is of each", () => {
    expect(outcomePhrases(sampleCounts())).toEqual(["30,698 redriven", "2 parked", "10,503 remain"]);
    expect(outcomePhrases(sampleCounts({ redriven: 0, parked: 0, unrecoverable: 5, filtered: 7, remaining: 1 }))).toEqual([
      "0 redriven",
      "5 unrecoverable",
      "7 filtered out",
      "1 remains",
    ]);
  });

  it("add up, or not", () => {
    expect(isAccountedFor(sampleCounts())).toBe(true);
    expect(isAccountedFor(sampleCounts({ remaining: 10_502 }))).toBe(false);
  });
});
