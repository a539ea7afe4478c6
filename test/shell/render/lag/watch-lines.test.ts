import { describe, expect, it } from "vitest";
import { MskctlError } from "../../../../src/core/errors.ts";
import type { LagPicture } from "../../../../src/core/lag/report.ts";
import { sortReports } from "../../../../src/core/lag/report-order.ts";
import { failureLine, nothingSaid, watchLines } from "../../../../src/shell/render/lag/watch-lines.ts";
import { noonMs, reportWithoutData, sampleFleet, sampleReport } from "../../../support/sample-reports.ts";
import { plainLook } from "../look.ts";

const event = (picture: LagPicture) => ({ kind: "picture", picture, intervalMs: 30_000, costUsdPerHour: 0.024 }) as const;
const inOrder = { ...sampleFleet(), reports: sortReports(sampleFleet().reports) };
const head = "data as of 12:04 UTC (2 min old), CloudWatch · every 30 s · $0.02/h";

describe("watchLines", () => {
  it("begins with the time, then tells of each mapping that needs watching, in their order", () => {
    expect(watchLines(event(inOrder), nothingSaid, plainLook()).lines).toEqual([
      `12:06:00 UTC · 5 mappings: 1 stalled, 1 falling behind, 1 catching up, 1 ok, 1 disabled · ${head}`,
      "  shipments ✖ stalled · lag 41,020 · age 14 min · in 300/s · out 250/s · function errors, shipments-3 stuck at 88,231",
      "  payments ▲ falling behind for 14 min · lag 182,400 · age 100 s · in 1,210/s · out 890/s · caught up never · throttled: reserved concurrency 5",
      "  emails ◆ catching up · lag 9,300 · age 44 s · in 210/s · out 460/s · caught up 12 min (9–16) · pollers 3 of 6 partitions, scaling",
    ]);
  });

  it("tells of a mapping that became well once", () => {
    const before = watchLines(
      event({ ...sampleFleet(), reports: [sampleReport("orders", { verdict: "catching up" })] }),
      nothingSaid,
      plainLook(),
    );
    const well = event({ ...sampleFleet(), reports: [sampleReport("orders")] });
    const after = watchLines(well, before.said, plainLook());
    expect(after.lines.slice(1)).toEqual(["  orders ● ok, was catching up · lag 0 · age 0 s · in 100/s · out 100/s"]);
    expect(watchLines(well, after.said, plainLook()).lines).toEqual([`12:06:00 UTC · 1 mapping: 1 ok · ${head}`]);
  });

  it("leaves out what is not known", () => {
    const reports = [reportWithoutData("legacy", { cause: { id: "metrics-off", message: "its metrics are off", evidence: {} } })];
    expect(watchLines(event({ ...sampleFleet(), reports }), nothingSaid, plainLook()).lines).toEqual([
      "12:06:00 UTC · 1 mapping: 1 no data · no data · every 30 s · $0.02/h",
      "  legacy … no data · its metrics are off",
    ]);
  });

  it("says a note once, and again when it comes back", () => {
    const noted = event({ ...sampleFleet(), reports: [], notes: ["orders was deleted \u001b[2J"] });
    const first = watchLines(noted, nothingSaid, plainLook());
    expect(first.lines.slice(1)).toEqual(["  orders was deleted \\x1b[2J"]);
    const second = watchLines(noted, first.said, plainLook());
    expect(second.lines.slice(1)).toEqual([]);
    const gone = watchLines(event({ ...sampleFleet(), reports: [] }), second.said, plainLook());
    expect(watchLines(noted, gone.said, plainLook()).lines.slice(1)).toHaveLength(1);
  });

  it("shows hostile names as escapes, and does without signs beyond ASCII", () => {
    const reports = [sampleReport("\u202eevil", { verdict: "stalled", cause: { id: "throttled", message: "\u0007", evidence: {} } })];
    const text = watchLines(event({ ...sampleFleet(), reports }), nothingSaid, plainLook(80, { unicode: false })).lines.join("");
    expect(text).toContain("\\u202eevil x stalled - lag 0");
    expect(text).toMatch(/^[ -~]+$/);
  });

  it("does not claim that watching costs nothing", () => {
    const cheap = { ...event(sampleFleet()), costUsdPerHour: 0.004 };
    expect(watchLines(cheap, nothingSaid, plainLook()).lines[0]).toMatch(/ under \$0\.01\/h$/);
  });
});

describe("failureLine", () => {
  it("says what was not read, and when it is tried again", () => {
    const error = new MskctlError("throttled", "Rate exceeded\u001b[2J");
    expect(failureLine({ kind: "failed", error, atMs: noonMs, intervalMs: 60_000 }, plainLook())).toBe(
      "12:00:00 UTC · not read: Rate exceeded\\x1b[2J · again in 60 s",
    );
  });
});
