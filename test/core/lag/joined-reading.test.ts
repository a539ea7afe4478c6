import { expect, it } from "vitest";
import { joinReadings } from "../../../src/core/lag/joined-reading.ts";
import type { LagPicture } from "../../../src/core/lag/report.ts";
import { noonMs, sampleReport } from "../../support/sample-reports.ts";

it("Several Regions are one picture, as old as the oldest part; its notes say where.", async () => {
  const looked: (ReadonlySet<string> | undefined)[] = [];
  const reading = (picture: LagPicture) => ({
    read: async (lookAt?: ReadonlySet<string>) => {
      looked.push(lookAt);
      return picture;
    },
  });
  const [orders, legacy] = [sampleReport("orders"), sampleReport("legacy")];
  const joined = joinReadings([
    { region: "eu-central-1", reading: reading({ atMs: noonMs + 5, reports: [orders], calls: 4, costUsd: 0.25, notes: [] }) },
    { region: "eu-west-1", reading: reading({ atMs: noonMs, reports: [legacy], calls: 3, costUsd: 0.5, notes: ["no data"] }) },
  ]);
  const lookAt = new Set(["a"]);
  expect(await joined.read(lookAt)).toEqual({
    atMs: noonMs,
    reports: [orders, legacy],
    calls: 7,
    costUsd: 0.75,
    notes: ["eu-west-1: no data"],
  });
  expect(looked).toEqual([lookAt, lookAt]);
});
