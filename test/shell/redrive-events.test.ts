import { describe, expect, it } from "vitest";
import { endEventLine, planEventLine, progressEventLine } from "../../src/shell/redrive-events.ts";
import { redriveStatusDocument } from "../../src/shell/render/redrive/run-documents.ts";
import { planNowMs, samplePlan } from "../support/redrive/plans.ts";
import { sampleCounts, sampleProgress, sampleRun } from "../support/redrive/runs.ts";
import { schemaErrors } from "../support/schema.ts";

describe("the events of a run", () => {
  const status = redriveStatusDocument(sampleRun(), sampleCounts());
  const lines = [
    planEventLine(samplePlan()),
    progressEventLine(sampleProgress()),
    progressEventLine(sampleProgress({ recordsPerSecond: undefined, leftMs: undefined })),
    endEventLine({ kind: "stopped", cause: "breaker", says: "26 of the last 50 records failed" }, status, planNowMs),
    endEventLine({ kind: "finished" }, status, planNowMs),
  ];

  it("are a line each, with type and time, and hold to their schema", () => {
    expect(lines.filter((line) => line.includes("\n"))).toEqual([]);
    expect(lines.map((line) => (JSON.parse(line) as { readonly type: string; readonly at: string }).type)).toEqual([
      "plan",
      "progress",
      "progress",
      "end",
      "end",
    ]);
    for (const line of lines) expect(schemaErrors("redrive-event", JSON.parse(line))).toEqual([]);
  });

  it("say null for what is not known yet", () =>
    expect(JSON.parse(lines[2] ?? "")).toMatchObject({ recordsPerSecond: null, leftMs: null, at: "2026-11-23T12:00:00.000Z" }));

  it("say why a run stopped, and how to go on", () => {
    expect(JSON.parse(lines[3] ?? "")).toMatchObject({
      end: "stopped",
      cause: "breaker",
      next: expect.stringContaining("mskctl redrive resume"),
    });
    expect(JSON.parse(lines[4] ?? "")).toMatchObject({ end: "finished", cause: null, says: null });
  });
});
