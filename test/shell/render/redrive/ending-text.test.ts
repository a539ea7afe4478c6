import { describe, expect, it } from "vitest";
import { renderRunEnd } from "../../../../src/shell/render/redrive/ending-text.ts";
import { finishedCounts, sampleCounts } from "../../../support/redrive/runs.ts";
import { plainLook } from "../look.ts";

const look = plainLook(80);
const interrupted = { kind: "stopped", cause: "interrupted", says: "interrupted" } as const;

describe("renderRunEnd", () => {
  it("says after Ctrl-C what is done and how to go on", () =>
    expect(renderRunEnd(interrupted, sampleCounts(), "01JDK7Q2", look)).toEqual([
      "stopped: 30,698 redriven · 2 parked · 10,503 remain · nothing lost",
      "go on: mskctl redrive resume 01JDK7Q2",
    ]));

  it("says why it stopped by itself", () =>
    expect(
      renderRunEnd({ kind: "stopped", cause: "breaker", says: "26 of the last 50 records failed" }, sampleCounts(), "01JDK7Q2", look)[0],
    ).toBe("▲ 26 of the last 50 records failed"));

  it("leads to what is left, or to the check", () => {
    expect(renderRunEnd({ kind: "finished" }, finishedCounts, "01JDK7Q2", look)).toEqual([
      "done: 41,201 redriven · 2 parked · nothing lost",
      "what is left: mskctl redrive show 01JDK7Q2",
    ]);
    expect(renderRunEnd({ kind: "finished" }, sampleCounts({ redriven: 41_203, parked: 0, remaining: 0 }), "01JDK7Q2", look)).toEqual([
      "done: 41,203 redriven · nothing lost",
      "check: mskctl redrive verify 01JDK7Q2",
    ]);
  });

  it("never says that nothing is lost where something is, or where counts do not add up", () => {
    const unrecoverable = renderRunEnd(
      { kind: "finished" },
      sampleCounts({ redriven: 41_101, unrecoverable: 100, remaining: 0 }),
      "01JDK7Q2",
      look,
    );
    expect(unrecoverable[0]).toBe("done: 41,101 redriven · 2 parked · 100 unrecoverable");
    expect(renderRunEnd({ kind: "finished" }, sampleCounts({ remaining: 0 }), "01JDK7Q2", look).join(" ")).toContain(
      "the counts do not add up",
    );
  });

  it("says how many may have been sent twice", () =>
    expect(renderRunEnd(interrupted, sampleCounts({ possibleDuplicates: 600 }), "01JDK7Q2", plainLook(125))[0]).toBe(
      "stopped: 30,698 redriven · 2 parked · 10,503 remain · at most 600 sent twice · nothing lost",
    ));
});
