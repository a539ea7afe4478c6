import { describe, expect, it } from "vitest";
import { renderCanary, renderProgress } from "../../../../src/shell/render/redrive/progress-text.ts";
import { textWidth } from "../../../../src/shell/render/text-width.ts";
import { sampleCounts, sampleProgress } from "../../../support/redrive/runs.ts";
import { plainLook } from "../look.ts";

const options = { canaryRecords: 100, bar: true };

describe("renderProgress", () => {
  it("shows the bar and every figure in one line", () => {
    // 30,100 of 41,203 are 73 %: 5 of the 7 cells that are left of 77 columns, 21 of 30.
    expect(renderProgress(sampleProgress(), options, plainLook(80))).toBe(
      "█████░░ 30,100/41,203  355/s  31 s left  concurrency 6  throttled 0  parked 2",
    );
    expect(renderProgress(sampleProgress(), options, plainLook(125))).toBe(
      `${"█".repeat(21)}${"░".repeat(9)} 30,100/41,203  355/s  31 s left  concurrency 6  throttled 0  parked 2`,
    );
  });

  it("does without signs beyond ASCII, and without a bar in lines that follow each other", () => {
    expect(renderProgress(sampleProgress(), options, plainLook(80, { unicode: false }))).toMatch(/^#{5}\.{2} 30,100/);
    expect(renderProgress(sampleProgress(), { ...options, bar: false }, plainLook(250))).toBe(
      "30,100/41,203  355/s  31 s left  concurrency 6  throttled 0  parked 2",
    );
  });

  it("never is as wide as the terminal, and keeps the count", () => {
    for (let columns = 20; columns <= 130; columns += 1) {
      const line = renderProgress(sampleProgress(), options, plainLook(columns));
      expect(textWidth(line)).toBeLessThan(columns);
      expect(line).toContain("30,100/41,203");
    }
  });

  it("has a full bar only at the end", () => {
    const almost = sampleProgress({ counts: sampleCounts({ redriven: 41_200, parked: 2, remaining: 1 }) });
    expect(renderProgress(almost, options, plainLook(125))).toContain("░");
    const all = sampleProgress({ counts: sampleCounts({ redriven: 41_201, parked: 2, remaining: 0 }) });
    expect(renderProgress(all, options, plainLook(125))).not.toContain("░");
  });

  it("leaves out what cannot be told yet", () =>
    expect(
      renderProgress(sampleProgress({ recordsPerSecond: undefined, leftMs: undefined }), { ...options, bar: false }, plainLook(80)),
    ).toBe("30,100/41,203  concurrency 6  throttled 0  parked 2"));

  it("says what it reads, what the canary has done, and what it waits for", () => {
    expect(renderProgress(sampleProgress({ phase: "reading" }), options, plainLook(80))).toBe("reading  1,284 documents  41,203 records");
    const canary = sampleProgress({ phase: "canary", counts: sampleCounts({ redriven: 40, parked: 1 }) });
    expect(renderProgress(canary, options, plainLook(80))).toBe("canary   41/100");
    expect(renderProgress(sampleProgress({ phase: "finishing" }), options, plainLook(80))).toBe(
      "finishing 6 batches … (again to stop at once)",
    );
  });
});

describe("renderCanary", () => {
  it("says how it went", () => {
    expect(renderCanary(sampleProgress({ counts: sampleCounts({ redriven: 100, parked: 0 }) }), 100)).toBe("canary   100/100 ok");
    expect(renderCanary(sampleProgress({ counts: sampleCounts({ redriven: 88, parked: 2 }) }), 100)).toBe("canary   90/100 2 parked");
  });
});
