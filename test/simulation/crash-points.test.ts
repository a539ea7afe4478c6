import { describe, expect, it } from "vitest";
import { Chance } from "./chance.ts";
import { newScenario, type Scenario } from "./scenario.ts";
import { simulate } from "./simulate.ts";
import type { CrashPoint } from "./sitting.ts";
import { noFaults } from "./world.ts";

describe.each(["bucket", "queue"] as const)("a %s redriven through a crash at every effect", (source) => {
  it("loses nothing, and every duplicate was in flight", async () => {
    const scenario = scenarioFrom(source);
    const given = {
      seed: 1,
      scenario,
      faults: noFaults,
      run: { batchSize: 8, batchBytes: 10_000, maxConcurrency: 4, onError: "park-key" } as const,
    };
    const { effects } = await simulate({ ...given, crashes: [] });
    const points = effects[0] ?? 0;
    expect(points).toBeGreaterThan(60);
    for (let effect = 1; effect <= points; effect++) {
      for (const how of ["before", "unheard", "after"] satisfies CrashPoint["how"][]) {
        const { lost, problems, crashes } = await simulate({ ...given, crashes: [{ effect, how }] });
        expect({ effect, how, lost, problems }).toEqual({ effect, how, lost: [], problems: [] });
        expect(crashes).toBe(1);
      }
    }
  }, 300_000);
});

/** 60 documents with a few poison records, the same each time. */
function scenarioFrom(source: "bucket" | "queue"): Scenario {
  for (let seed = 0; ; seed++) {
    const { documents, ...scenario } = newScenario(new Chance(seed), 60);
    const poison = [...scenario.log.values()].filter(({ isPoison }) => isPoison).length;
    if (scenario.source !== source || documents.length < 60 || poison === 0 || poison > 10) continue;
    return { ...scenario, documents: documents.slice(0, 60) };
  }
}
