import { expect, it } from "vitest";
import { renderSimulation } from "../../../../src/shell/render/tune/simulation-screen.ts";
import { silentSimulation, simulatedRun, simulationReport } from "../../../support/tuning/simulations.ts";
import { plainLook } from "../look.ts";

const lines = (report: ReturnType<typeof simulationReport>, unicode = true) =>
  renderSimulation(report, plainLook(80, { unicode }), (command) => command);
const row = (shown: readonly string[], label: string) => shown.find((line) => line.startsWith(label)) ?? "";

it("puts what would be beside what is", () => {
  const shown = lines(simulationReport());
  expect(shown.slice(0, 3)).toEqual([
    "orders ← orders",
    "what     3 times the records",
    "         polling stopped for 30 min from 2026-11-13 11:30 on",
  ]);
  expect(shown).toContainEqual(expect.stringMatching(/^ +NOW +WITH$/));
  expect(row(shown, "records /s")).toMatch(/ 2,000 +6,000$/);
  expect(row(shown, "age of 99 of 100")).toMatch(/ 580 ms +no end$/);
  expect(row(shown, "highest lag")).toMatch(/ 20 +10,800,000$/);
  expect(row(shown, "caught up after")).toMatch(/ – +never$/);
  expect(shown).toContainEqual(expect.stringMatching(/^ {2}with 80 % chance +– +60 min–never$/));
  // The outage itself holds the most, and that is no news.
  expect(row(shown, "lag is held by")).toMatch(/ nothing +concurrency \(30 %\)$/);
});

it("says nothing of an outage that was not asked for, and draws each lag", () => {
  const shown = lines(
    simulationReport({
      load: 1,
      outageAtMs: undefined,
      runs: new Map([
        ["now", simulatedRun()],
        ["whatIf", simulatedRun()],
      ]),
    }),
    false,
  );
  expect(row(shown, "what")).toBe("what     with the settings that were given");
  expect(row(shown, "caught up after")).toBe("");
  expect(shown.filter((line) => line.endsWith("_#_"))).toHaveLength(2);
  for (const line of shown) expect(line).toMatch(/^[ -~]*$/);
});

it("says why there is nothing to play again, and what to type", () => {
  expect(lines(silentSimulation())).toEqual(["orders ← orders", "… no data · it is disabled", "mskctl resume orders"]);
});
